"""The engine: frozen records in, ranked matches, reasons and routes out."""
