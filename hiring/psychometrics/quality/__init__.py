"""Signs that a sitting was answered without reading. They change no score."""
