"""ctl, the conflict timeline builder: dated articles in, an attributed and located chronology out."""

__version__ = "0.1.0"
