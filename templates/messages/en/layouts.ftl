# Layouts: the command `layouts`, and what is wrong with a layout file.
command-layouts = Layouts: list, show, check, upgrade, or draft one from a blank form
command-layouts-list = List all layouts: id, name, unit or department, years
command-layouts-show = Print the TOML file of a layout, to be copied and changed
command-layouts-check = Check a layout file, with all its faults at once, and try it on workbooks
command-layouts-upgrade = Write a layout of format 1 in format 2, comments kept
arg-layouts-upgrade-file = A layout file of format 1
arg-layouts-upgrade-output = The file of format 2; without it, standard output
arg-layouts-show-id = The id of the layout (see layouts list)
arg-layouts-check-file = The layout file (TOML); a model.toml in the same folder is read with it
arg-layouts-check-samples = Workbooks that are filled in: each is read by this layout, and it is said on how many cells each sum holds, and what was not read
layouts-unit = unit
layouts-department = department
layouts-fine = { $file }: no faults; { $layout }: { $tables } tables, { $blocks } blocks, { $columns } columns, { $rows } rows
layouts-sample = { $file }: { $amounts } amounts read; before each sum stands on how many cells it holds, of how many
layouts-block = { $title } [{ $table }.{ $block }]: { $lines } lines, { $amounts } amounts
layouts-block-open = { $title } [{ $table }.{ $block }]: { $lines } lines, { $amounts } amounts; closed = false, so no total need be its sum
layouts-differs = ← first not so at { $place }: { $total }, the parts add up to { $sum }
layouts-total = total (all)
layouts-class = each 类
layouts-section = each 款
layouts-item = each 项
layouts-groups = each unit
layouts-records = each row
layouts-unknown = lines of unknown code
layouts-all-read = all tables, columns, rows and numbers were read
layouts-not-read = not read:

layout-said = { $said }
layout-format = the format is { $format }, expected 2
layout-format-1 = a layout of format 1: `yusuan layouts upgrade FILE` writes it in format 2
layout-not-format-1 = the layout says its format, so it is not of format 1
layout-other-form = only layouts can be upgraded whose tables and blocks begin with [[table]] and [[table.block]], with columns and fixed rows in the lists `columns` and `rows`
layout-ask-words = fill in `{ $key }`: what are these amounts? A word, a code or several words, of: { $allowed }
layout-ask-table = fill in `{ $key }`: which table is it? One of: { $allowed }; another name is declared in [tables]
layout-ask-one = fill in `{ $key }`, one of: { $allowed }
layout-ask-closed = fill in `{ $key }`: true where the printed parts make up the whole, else false
layout-ask = fill in `{ $key }`
