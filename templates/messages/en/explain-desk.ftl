# What the findings of a batch mean.

explain-not-submitted = Nothing of a roster line counts.
    .why = Nothing handed in, nothing readable, another year's and another unit's budget all come to the same; the status says which it is.
    .example = The roster has 022003, and the inbox has no file of it.
    .mend = Ask for it; where it cannot be read, for a spreadsheet without a password.

explain-other-unit = A file is named after one unit and holds another's budget.
    .why = Going by the content loses one unit, going by the name counts the wrong one, so it counts for neither until somebody decides. A department and its own office of one name are no two.
    .example = 022004-….xlsx holds the budget of 022005.
    .mend = Hand it in again, or write the file into the roster's column 采用文件.

explain-other-year = A file is the budget of another year.
    .why = Often last year's file is handed in again; where it is the same file byte by byte, that is said.
    .example = In the batch of 2026 a file has titles of 2025.
    .mend = Hand in this year's budget.

explain-not-in-roster = The content names a unit that is not in the roster.
    .why = A unit that nobody expects may not slip into the sums.
    .example = A file of 029001 came, and the roster has no such unit.
    .mend = Add it to the roster, or take the file out of the inbox.

explain-unit-unclear = Which roster line a file is of cannot be told.
    .why = Where code and name are of two units, several units bear one name, or nothing is said, nothing is guessed.
    .example = Two departments have a unit of one name, and the tables state no code.
    .mend = State code and name, or write the file's name into the roster's column 采用文件.

explain-archive-not-read = An archive was not opened.
    .why = rar, 7z and zip with a password cannot be opened; they may hold submissions, so they are not passed over.
    .example = The inbox holds a .rar file.
    .mend = Unpack it into the inbox.

explain-version-unclear = A line has several files that differ, and which is the newest cannot be told.
    .why = The names and the times of saving inside the files contradict each other, or neither tells. The name decides until somebody looks.
    .example = The file called 最终 was saved before the one without a mark.
    .mend = Write the file that is to count into the roster's column 采用文件.

explain-department-differs = A department's own paper differs from the sum of its units after eliminations.
    .why = They are compared at the finest coordinates that both print; what lies above a difference is not said again.
    .example = The department states 620,000 yuan for an item, its units 590,000 together.
    .mend = See the last versions of the units and the money passed between them.

explain-department-incomplete = Units of a department are missing, so its own paper is not judged.
    .why = Without them it must differ, which is no fault of the department; who is missing is listed.
    .example = The department's paper is in, three units are not.
    .mend = It is judged when all are in.

explain-elimination-not-found = A row of the eliminations is not found in the units' budgets.
    .why = The receiver must have that revenue and expenditure and the payer that expenditure, else other money would be taken away.
    .example = 500,000 yuan are to be eliminated where the receiver has 300,000.
    .mend = Mend the list of eliminations.

explain-change-large = An item of expenditure changed by more than a percentage and an amount against last year.
    .why = Both come from the layout (reason_threshold) or from --change; from or to nothing is more than any percentage.
    .example = 2070109 was 1.96 million yuan and is 3.93 million.
    .mend = Give a reason; mend what is wrong.

explain-previous-missing = A unit has no budget of last year, or one of last year is no more.
    .why = Without it nothing can be compared; new units, those that are gone and those with another code are listed.
    .example = 021005 is new this year.
    .mend = Where code or name changed, write 上年编码 or 上年名称 into the roster.

explain-explanation-void = The amount that was explained is another one now.
    .why = The amount was accepted, not whatever comes after it.
    .example = -5,000 yuan were explained, and the corrected file has -8,000.
    .mend = Explain and decide again.

explain-explanation-unused = There is no finding that an explanation is of.
    .why = It may be mended, or unit, code or 科目 of the explanation are wrong.
    .example = A large change of 2070112 is explained, which hardly changed.
    .mend = Usually nothing.

explain-late = A file was last saved after the date it was due.
    .why = The time is that of the computer that saved it, which may be wrong, so it is only a note.
    .example = Due on 13 January, saved on the 15th.
    .mend = Nothing.
