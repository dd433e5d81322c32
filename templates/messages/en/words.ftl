# Words and parts of sentences that stand within other messages.

list-separator = { ", " }
word-none = (none)
word-empty = (empty)
bad-code-proposal = ; should it be { $code }?
hidden-sheet = sheets
hidden-row = rows
hidden-column = columns
measure-yuan = yuan (元)
measure-thousand = 1,000 yuan (千元)
measure-ten-thousand = 10,000 yuan (万元)
measure-million = million yuan (百万元)
measure-hundred-million = 100 million yuan (亿元)
place-row = row “{ $row }”
place-column = column “{ $column }”
place-goal = field “{ $field }”
place-document = texts beside the tables
