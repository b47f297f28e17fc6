"""One small function per indicator, by theme; the register names its inputs."""

from __future__ import annotations
