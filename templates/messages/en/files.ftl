# What lies in a folder and is not read, or is read though it looks like a result.

aside-other = { $path }: not read: a file .{ $ending } is no spreadsheet that can be read; where it is a submission, ask for the spreadsheet
aside-no-ending = { $path }: not read: its name has no ending that tells a spreadsheet; name the file itself to have it read
aside-no-file = { $path }: not read: it is no ordinary file
aside-hidden-folder = { $path }: not read: it is a hidden folder; name it to have it read
aside-link-to-folder = { $path }: not followed: it is a link to a folder; name it to have it read
aside-link = { $path }: counted once: it is a link to { $target }, which is read
aside-own = { $path }: not read: it is { $made } that this program wrote, and nobody has changed it since; name the file itself to have it read
aside-own-read = { $path }: read, though it is { $made } that this program wrote, and nobody has changed it since
aside-mended = { $path }: read as a submission: it was marked by this program and was saved by another since
aside-standard = a standardized workbook
aside-marked = a marked workbook
aside-facts = a table of facts
aside-kind-other = others
aside-kind-hidden = hidden folders
aside-kind-link = links
aside-all = Besides, not read: { $count } ({ $kinds })
