"""Tests of the three rings, each through its front door."""
