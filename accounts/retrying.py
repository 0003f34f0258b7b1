"""How background jobs are tried again: for ever, since whatever is broken gets repaired and nothing may be forgotten."""

from typing import override

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

LONGEST_WAIT = 300
"""Seconds between two tries, at most."""


class ForEver(BaseRetryStrategy):
    """Try again after 1, 2, 4 ... seconds, then every five minutes, without end."""

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        """Say when to try again."""
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts, 16), LONGEST_WAIT)})
