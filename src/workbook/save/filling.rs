//! Protection, rules on what is typed, and what is coloured by rule.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, Format,
    FormatBorder, Formula, ProtectionOptions, Worksheet, XlsxError,
};

use crate::workbook::{Address, Allowed, Highlight, HighlightLook, Sheet, Validation};

/// Sets what the sheet asks of those who fill it in.
pub(super) fn set_up(target: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for validation in &sheet.validations {
        let ((from, from_col), (to, to_col)) = (corner(validation.from)?, corner(validation.to)?);
        target.add_data_validation(from, from_col, to, to_col, &rule(validation)?)?;
    }
    for highlight in &sheet.highlights {
        let ((from, from_col), (to, to_col)) = (corner(highlight.from)?, corner(highlight.to)?);
        target.add_conditional_format(from, from_col, to, to_col, &conditional(highlight))?;
    }
    if let Some(protection) = &sheet.protection {
        target.protect_with_options(&ProtectionOptions {
            format_rows: true,
            format_columns: true,
            use_autofilter: true,
            ..ProtectionOptions::default()
        });
        if let Some(password) = &protection.password {
            target.protect_with_password(password);
        }
    }
    Ok(())
}

fn corner(at: Address) -> Result<(u32, u16), XlsxError> {
    let col = u16::try_from(at.col).map_err(|_| XlsxError::RowColumnLimitError)?;
    Ok((at.row, col))
}

fn rule(validation: &Validation) -> Result<DataValidation, XlsxError> {
    let rule = match &validation.allowed {
        Allowed::If(formula) => DataValidation::new().allow_custom(Formula::new(formula)),
        Allowed::OneOf(formula) => DataValidation::new().allow_list_formula(Formula::new(formula)),
    };
    let style = if validation.strict {
        DataValidationErrorStyle::Stop
    } else {
        DataValidationErrorStyle::Warning
    };
    let (prompt, complaint) = (&validation.prompt, &validation.complaint);
    rule.ignore_blank(true)
        .set_error_style(style)
        .set_input_title(&prompt.0)?
        .set_input_message(&prompt.1)?
        .set_error_title(&complaint.0)?
        .set_error_message(&complaint.1)
}

fn conditional(highlight: &Highlight) -> ConditionalFormatFormula {
    let format = match highlight.look {
        HighlightLook::Wrong => coloured(0x9C_00_06, 0xFF_C7_CE),
        HighlightLook::Doubtful => coloured(0x9C_57_00, 0xFF_EB_9C),
        HighlightLook::Right => coloured(0x00_61_00, 0xC6_EF_CE),
        HighlightLook::Bordered => Format::new().set_border(FormatBorder::Thin),
        HighlightLook::Strong => Format::new().set_border(FormatBorder::Thin).set_bold(),
    };
    ConditionalFormatFormula::new()
        .set_rule(highlight.formula.as_str())
        .set_format(format)
}

fn coloured(font: u32, behind: u32) -> Format {
    Format::new()
        .set_font_color(Color::RGB(font))
        .set_background_color(Color::RGB(behind))
}
