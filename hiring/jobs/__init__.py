"""Work off the request path: the job row is the truth, Huey only runs it.

A row is written in the transaction that causes the work. After the commit its id is handed to
Huey; if that fails, or the worker is killed in mid-task, a periodic sweep hands over every due row
without a live lease. Huey alone loses a task whose worker dies; a hand-written queue would have
been a scheduler and a pool of our own. The row owns attempts and back-off, so Huey's own retries
stay off. A task may run twice and must do no harm the second time.

``records`` holds the table, ``asking`` the verbs that ask for work, ``runners`` what each task
does, ``running`` how one job is run, ``mails`` what became of mail, ``outside`` what other systems
are told, ``owners`` what waits for a second person, ``files`` the files that are made beside the
request, ``figures`` how much work there is. The public verbs are gathered here.
"""

from hiring.jobs.asking import (
    ask_for_rated_score,
    ask_for_report,
    ask_for_rescoring,
    ask_for_score,
    ask_to_remind,
    ask_to_send,
    end_of_sitting,
    find_rescoring_job,
    send_key,
)
from hiring.jobs.figures import Work, work_at
from hiring.jobs.files import (
    ask_to_export,
    ask_to_merge,
    ask_to_print,
    clear_expired,
    export_key,
    find_merge_job,
    given_up,
    print_key,
)
from hiring.jobs.mails import (
    MailFault,
    UnsentMail,
    count_unsent,
    find_fault,
    list_unsent,
    send_again,
    send_unserved,
)
from hiring.jobs.outside import (
    SilentEndpoint,
    Told,
    count_given_up,
    silent_endpoints,
    tell_again,
    tell_all_waiting,
    tell_outside,
    told,
    wake_forgotten,
)
from hiring.jobs.owners import page_of, tell_owners
from hiring.jobs.records import (
    LEASE,
    PENDING_JOBS,
    Job,
    JobState,
    Task,
    add_job,
    due_job_ids,
    find_job,
    try_again,
)
from hiring.jobs.runners import RUNNERS, Runner, envelope_of, runners_with
from hiring.jobs.running import BACK_OFF_SECONDS, MAX_ATTEMPTS, PATIENCE, run_job

__all__ = [
    "BACK_OFF_SECONDS",
    "LEASE",
    "MAX_ATTEMPTS",
    "PATIENCE",
    "PENDING_JOBS",
    "RUNNERS",
    "Job",
    "JobState",
    "MailFault",
    "Runner",
    "SilentEndpoint",
    "Task",
    "Told",
    "UnsentMail",
    "Work",
    "add_job",
    "ask_for_rated_score",
    "ask_for_report",
    "ask_for_rescoring",
    "ask_for_score",
    "ask_to_export",
    "ask_to_merge",
    "ask_to_print",
    "ask_to_remind",
    "ask_to_send",
    "clear_expired",
    "count_given_up",
    "count_unsent",
    "due_job_ids",
    "end_of_sitting",
    "envelope_of",
    "export_key",
    "find_fault",
    "find_job",
    "find_merge_job",
    "find_rescoring_job",
    "given_up",
    "list_unsent",
    "page_of",
    "print_key",
    "run_job",
    "runners_with",
    "send_again",
    "send_key",
    "send_unserved",
    "silent_endpoints",
    "tell_again",
    "tell_all_waiting",
    "tell_outside",
    "tell_owners",
    "told",
    "try_again",
    "wake_forgotten",
    "work_at",
]
