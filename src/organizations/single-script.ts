// Scripts in everyday use (UAX #31, tables 5 and 7), as sets that may stand in one label: UTS #39 §5.2, “highly
// restrictive”, which lets Latin stand beside the scripts of Chinese, Japanese and Korean only.
const SCRIPT_SETS: readonly (readonly string[])[] = [
  ['Latin'],
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
  ...[
    ...['Adlam', 'Arabic', 'Armenian', 'Balinese', 'Bengali', 'Canadian_Aboriginal', 'Chakma', 'Cham'],
    ...['Cherokee', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati', 'Gurmukhi'],
    ...['Hanifi_Rohingya', 'Hebrew', 'Javanese', 'Kannada', 'Kayah_Li', 'Khmer', 'Lao', 'Lepcha', 'Limbu'],
    ...['Lisu', 'Malayalam', 'Mandaic', 'Meetei_Mayek', 'Mongolian', 'Myanmar', 'New_Tai_Lue', 'Newa', 'Nko'],
    ...['Nyiakeng_Puachue_Hmong', 'Ol_Chiki', 'Oriya', 'Osage', 'Saurashtra', 'Sinhala', 'Sundanese'],
    ...['Syloti_Nagri', 'Syriac', 'Tai_Le', 'Tai_Tham', 'Tai_Viet', 'Tamil', 'Telugu', 'Thaana', 'Thai'],
    ...['Tibetan', 'Tifinagh', 'Vai', 'Wancho', 'Yi'],
  ].map((script) => [script]),
];

let patterns: readonly RegExp[] | null = null;

/** Whether the letters of a label can all belong to one writing system. Digits and hyphens belong to each. */
export function isSingleScript(label: string): boolean {
  // Some sixty patterns take milliseconds to build, and most applications never see such a label.
  patterns ??= SCRIPT_SETS.map(patternOf);
  return patterns.some((pattern) => pattern.test(label));
}

function patternOf(names: readonly string[]): RegExp {
  const classes = ['Common', 'Inherited', ...names].map((name) => `\\p{Script_Extensions=${name}}`);
  return new RegExp(`^[${classes.join('')}]+$`, 'u');
}
