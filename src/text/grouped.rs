//! Numbers as people read them: the thousands apart.

use rust_decimal::Decimal;

/// `-1234567.5` is `-1,234,567.5`.
#[must_use]
pub fn grouped(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = sign.to_owned();
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// An amount in yuan: whole yuan without decimals, others with at least two.
#[must_use]
pub fn grouped_yuan(yuan: Decimal) -> String {
    let mut yuan = yuan.normalize();
    if yuan.scale() == 1 {
        yuan.rescale(2);
    }
    grouped(&yuan.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (number, shown) in [
            ("0", "0"),
            ("123", "123"),
            ("1234", "1,234"),
            ("-1234567.50", "-1,234,567.50"),
            ("-100", "-100"),
        ] {
            assert_eq!(grouped(number), shown);
        }
    }

    #[test]
    fn amounts_have_no_decimals_or_two() {
        for (yuan, shown) in [
            ("6690000.5", "6,690,000.50"),
            ("6690000.00", "6,690,000"),
            ("-0.01", "-0.01"),
            ("1234.567", "1,234.567"),
        ] {
            let yuan: Decimal = yuan.parse().expect("a decimal");
            assert_eq!(grouped_yuan(yuan), shown);
        }
    }
}
