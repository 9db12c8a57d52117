"""What candidates are told, and where the law says so: by place and language, in versions."""

from hiring.notices.records import Notice

__all__ = ["Notice"]
