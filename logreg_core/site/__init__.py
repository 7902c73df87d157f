"""The course as pages: each stored lesson is one HTML file that needs neither Python nor a network.

`python -m logreg_core.site FOLDER` writes them. In reading order:

mathematics   a formula becomes MathML, which browsers draw by themselves
text          Markdown becomes HTML: formulas, links between the pages, headings with addresses
outputs       what a cell has shown: films alive, boards as their still picture, all else cleaned
pages         the cells of a notebook, put between a list of contents and the way on
"""
