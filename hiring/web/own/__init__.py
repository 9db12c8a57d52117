"""Pages for staff about their own account: password, second factor, where they are signed in."""
