"""Stub."""
from flask import Blueprint
bp = Blueprint("recruiter", __name__)
