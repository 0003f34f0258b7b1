"""The product's settings, with two bare views beside it on the same server to compare with."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
