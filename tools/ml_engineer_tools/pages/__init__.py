"""Report pages: one evidence as one self-contained HTML file, for a browser, a phone and print."""

from ml_engineer_tools.pages.page import notebook_frame, render_page

__all__ = ["notebook_frame", "render_page"]
