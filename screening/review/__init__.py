"""Decisions of reviewers: what they rest on, where they are kept, and while they hold."""
