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
}

/// How many decimals an amount shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum AmountFormat {
    /// Two decimals: amounts in 元.
    #[default]
    Two,
    /// Two decimals at least, six at most: amounts in 千元 and 万元.
    TwoToSix,
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
    /// Indentation steps of a name: 0 for 类, 1 for 款, 2 for 项.
    pub indent: u8,
}
