//! What a written cell is, for its appearance.

/// What a written cell is; decides font, alignment and border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Look {
    /// As the spreadsheet program does by default.
    #[default]
    Plain,
    /// The title of a table: large, centred.
    Title,
    /// The line above the table, left: 编制单位.
    LineLeft,
    /// The line above the table, right: 单位：元.
    LineRight,
    /// A header cell: bold, centred, wrapped.
    Header,
    /// A code, as text, centred.
    Code,
    /// A name or label, left-aligned and wrapped.
    Name,
    /// The label of a closing row (合计): centred.
    Closing,
    /// An amount, right-aligned.
    Amount,
    /// A note below the table.
    Note,
    /// The title on a title page: very large, centred, wrapped.
    CoverTitle,
    /// A line below the title on a title page: centred.
    CoverLine,
    /// An entry of a table of contents, over a dotted line.
    Entry,
    /// The page number of an entry, right-aligned text.
    EntryPage,
    /// What is said beside a table and not printed: small and grey.
    Aside,
    /// What stands in hidden columns: without any format.
    Unseen,
    /// An amount beside a table, for comparison: small and grey.
    AsideAmount,
    /// A paragraph of prose: wrapped.
    Paragraph,
    /// The line below the title of a form: centred.
    Subtitle,
}

/// How many decimals an amount shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum AmountFormat {
    /// Two decimals: amounts in 元.
    #[default]
    Two,
    /// Two decimals at least, six at most: amounts in 千元 and 万元.
    TwoToSix,
    /// As many decimals as it has, digits not grouped: amounts of forms.
    AsStated,
}

/// The colour behind a cell that a finding is about. The graver one is the lesser one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// The cell of an error.
    Error,
    /// A cell that takes part in an error.
    PartOfError,
    /// The cell of a warning.
    Warning,
    /// A cell that takes part in a warning.
    PartOfWarning,
    /// The cell of a note.
    Note,
    /// A cell that takes part in a note.
    PartOfNote,
}

impl Mark {
    /// Every mark, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::Error,
        Self::PartOfError,
        Self::Warning,
        Self::PartOfWarning,
        Self::Note,
        Self::PartOfNote,
    ];

    /// The colour as red, green and blue. None is in the palettes of spreadsheet programs, so that a cell of this colour
    /// is known to be marked.
    #[must_use]
    pub const fn rgb(self) -> u32 {
        match self {
            Self::Error => 0xFF_B3_B9,
            Self::PartOfError => 0xFF_E2_E5,
            Self::Warning => 0xFF_D9_8D,
            Self::PartOfWarning => 0xFF_F1_D3,
            Self::Note => 0xB8_D6_F5,
            Self::PartOfNote => 0xE2_EE_FB,
        }
    }
}

/// How a written cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Style {
    /// What the cell is.
    pub look: Look,
    /// How an amount is shown.
    pub amount: AmountFormat,
    /// Set apart by weight: subtotal and closing rows.
    pub strong: bool,
    /// Contradicts its parts: shown in red.
    pub wrong: bool,
    /// The colour behind the cell, for the cells of findings.
    pub mark: Option<Mark>,
    /// Indentation steps of a name: 0 for 类, 1 for 款, 2 for 项.
    pub indent: u8,
    /// To be filled in: tinted, and open on a protected sheet.
    pub input: bool,
    /// Without the borders that its look has.
    pub bare: bool,
    /// In italics: taken from elsewhere.
    pub borrowed: bool,
}
