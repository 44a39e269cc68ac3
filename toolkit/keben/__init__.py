"""Keben 刻本: one structured Markdown source, every edition of it.

    from pathlib import Path
    import keben

    work = keben.read(Path("docs_src/hello/hello.md"))
    edition = keben.derive(work.document, keben.find_locale("zh-Hant-TW"))
"""
