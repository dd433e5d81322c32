//! The ordinal or bullet that a paragraph, or an item of a list, begins with.

use super::number::code_in_parts;

/// The level of what numbers nothing: a dash or a dot before a line.
pub(super) const BULLET: u8 = 6;

/// The level of an ordinal at the beginning and the bytes that it takes: 一、 is 1, （一） 2, 1., 一是 and 一为 3, （1） 4, ① 5, a
/// bullet 6.
pub(super) fn ordinal(text: &str) -> Option<(u8, usize)> {
    const NUMERALS: &str = "一二三四五六七八九十百";
    const STEMS: [char; 8] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'];
    const COUNTED: &str =
        "年月日号时个家项名人位次台辆套万亿元千百十倍类款条件所处间户期批份里米亩吨届级岁";
    const BULLETS: [char; 20] = [
        '-', '—', '–', '·', '•', '●', '○', '◆', '◇', '■', '□', '▲', '△', '★', '☆', '※', '►', '▶',
        '√', '*',
    ];
    let bare = text.trim_start_matches(BULLETS);
    if bare.len() < text.len() {
        // -5万元 is an amount, —2080501行政单位离退休 a code.
        let words = bare.starts_with(|c: char| !c.is_ascii_digit()) || begins_with_code(bare);
        return words.then(|| (BULLET, text.len() - bare.len()));
    }
    let run = |text: &str, of: &dyn Fn(char) -> bool| {
        text.chars()
            .take_while(|&c| of(c))
            .map(char::len_utf8)
            .sum::<usize>()
    };
    let numeral = |c: char| NUMERALS.contains(c);
    let digit = |c: char| c.is_ascii_digit();
    if let Some(inner) = text.strip_prefix('(') {
        for (of, level) in [(&numeral as &dyn Fn(char) -> bool, 2), (&digit, 4)] {
            let length = run(inner, of);
            if length > 0 && inner[length..].starts_with(')') {
                return Some((level, length + 2));
            }
        }
        return None;
    }
    // 其一，
    if let Some(inner) = text.strip_prefix('其') {
        let length = run(inner, &numeral);
        let marked = length > 0 && inner[length..].starts_with([',', '、', ':']);
        return marked.then_some((3, "其,".len() + length));
    }
    for (open, close) in [('<', '>'), ('[', ']'), ('【', '】')] {
        if let Some(inner) = text.strip_prefix(open) {
            let length = run(inner, &digit);
            let marked = length > 0 && inner[length..].starts_with(close);
            return marked.then_some((4, open.len_utf8() + length + close.len_utf8()));
        }
    }
    if let Some(inner) = text.strip_prefix(STEMS) {
        let mark = inner.chars().next().filter(|c| matches!(c, '、' | '.'))?;
        return Some((4, text.len() - inner.len() + mark.len_utf8()));
    }
    if let Some(inner) = text.strip_prefix('第') {
        let length = run(inner, &digit).max(run(inner, &numeral));
        let behind = inner[length..].strip_prefix(['项', '款', '类', '个'])?;
        let marked = length > 0 && behind.starts_with([',', '、', ':']);
        return marked.then_some((3, "第项,".len() + length));
    }
    let length = run(text, &numeral);
    if length > 0 && text[length..].starts_with(['是', '为']) {
        return Some((3, length + '是'.len_utf8()));
    }
    if length > 0 && text[length..].starts_with(['、', '.', ',']) {
        let mark = text[length..].chars().next().map_or(0, char::len_utf8);
        return Some((1, length + mark));
    }
    if length > 0 && text[length..].starts_with(')') {
        return Some((2, length + 1));
    }
    let length = run(text, &digit);
    let behind = &text[length..];
    // Folded, ① is a digit that words follow; 3家 and 12月 count.
    let words = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !COUNTED.contains(c);
    if (1..3).contains(&length) && behind.starts_with(words) {
        return Some((5, length));
    }
    let mark = behind
        .chars()
        .next()
        .filter(|c| matches!(c, '、' | '.' | ')'))?;
    let decimal = mark == '.' && is_decimal(&behind[mark.len_utf8()..]);
    let marked = (1..3).contains(&length) && !decimal;
    marked.then(|| (3, length + mark.len_utf8()))
}

/// Whether what stands behind `1.` makes it a decimal: 1.5万元 is one, 1.2080505 and a name is an ordinal before a code.
fn is_decimal(behind: &str) -> bool {
    behind.starts_with(|c: char| c.is_ascii_digit()) && !begins_with_code(behind)
}

/// Whether a text begins with the code of a 科目 and its name, or with a code in parts.
fn begins_with_code(text: &str) -> bool {
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - name.len();
    let first = name.chars().next();
    let named = first
        .is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"亿万千百元个倍".contains(c));
    [3, 5, 7].contains(&digits) && named || code_in_parts(text).is_some()
}
