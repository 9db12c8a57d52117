"""Stub."""
from flask import Blueprint
bp = Blueprint("interviewer", __name__)
