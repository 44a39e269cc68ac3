#!/bin/sh
# What a user without Keben types: OpenCC, pandoc, and WeasyPrint or Typst for the PDF.
#
#     make.sh weasyprint|typst one-by-one|together SPEECH.md OUT
#
# Run beside print.css, epub.css and page.typ. OPENCC, OPENCC_DATA, PANDOC, WEASYPRINT and PYTHON say where the programs
# are. `-smart` leaves quotation marks and dashes as they were typed.
set -eu
engine=$1 order=$2 speech=$3 out=$4

# edition TAG FONT SPEECH
edition() {
    case $engine in
    weasyprint)
        "$PANDOC" -f markdown-smart -t html -s -M lang="$1" -M document-css=false -o "$out/$1.html" "$3"
        "$WEASYPRINT" -s print.css "$out/$1.html" "$out/$1.pdf"
        ;;
    typst)
        "$PANDOC" -f markdown-smart -t typst-smart --template page.typ -M lang="$1" -V font="$2" -o "$out/$1.typ" "$3"
        "$PYTHON" -c 'import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])' "$out/$1.typ" "$out/$1.pdf"
        ;;
    esac
    "$PANDOC" -f markdown-smart -t epub3 -M lang="$1" --css epub.css -o "$out/$1.epub" "$3"
}

simplified() {
    edition zh-Hans-CN "Noto Serif CJK SC" "$speech"
}

traditional() {
    "$OPENCC" -c s2tw.json --path "$OPENCC_DATA" -i "$speech" -o "$out/zh-Hant-TW.md"
    edition zh-Hant-TW "Noto Serif CJK TC" "$out/zh-Hant-TW.md"
}

if [ "$order" = together ]; then
    simplified &
    traditional
    wait $!
else
    simplified
    traditional
fi
