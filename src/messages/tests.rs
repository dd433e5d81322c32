use super::*;

#[test]
fn a_locale_tells_the_language() {
    assert_eq!(Language::of_locale("en_US.UTF-8"), Some(Language::English));
    assert_eq!(Language::of_locale("zh-CN"), Some(Language::Chinese));
    assert_eq!(Language::of_locale("C.UTF-8"), None);
    assert_eq!(Language::of_locale("fr_FR"), None);
}
