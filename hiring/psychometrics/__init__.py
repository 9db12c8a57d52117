"""Arithmetic on arrays: how answers become numbers, and how far those numbers reach."""
