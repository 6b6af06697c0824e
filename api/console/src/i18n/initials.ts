/**
 * The first letters of Chinese words in pinyin: 同意退款 is `tytk`, which is what people type to find it.
 *
 * The browser sorts Chinese by pinyin, so a character's letter is that of the last of these it does not come before; each is the
 * first character of its letter in the order of CLDR's pinyin collation. A whole dictionary would be a fifth of all the console
 * may weigh. Letters and digits stay as they are; a browser without that order gives no letters, and then words are found as written.
 * A character with two readings has one place in that order; `meant` holds those that are read the other way in an after-sales desk.
 */
const firsts: [string, string][] = [
  ['阿', 'a'],
  ['八', 'b'],
  ['嚓', 'c'],
  ['咑', 'd'],
  ['妸', 'e'],
  ['发', 'f'],
  ['旮', 'g'],
  ['哈', 'h'],
  ['丌', 'j'],
  ['咔', 'k'],
  ['垃', 'l'],
  ['妈', 'm'],
  ['拏', 'n'],
  ['噢', 'o'],
  ['妑', 'p'],
  ['七', 'q'],
  ['呥', 'r'],
  ['仨', 's'],
  ['他', 't'],
  ['屲', 'w'],
  ['夕', 'x'],
  ['丫', 'y'],
  ['帀', 'z'],
];
const meant: Record<string, string> = { 长: 'c', 重: 'c' };
const order = new Intl.Collator('zh-Hans-CN-u-co-pinyin');
const sorts = order.compare('啊', '八') < 0 && order.compare('他', '同') < 0 && order.compare('同', '屲') < 0;

export function initials(text: string): string {
  if (!sorts) return '';
  let letters = '';
  for (const each of text) {
    if (/[a-z0-9]/i.test(each)) letters += each.toLowerCase();
    if (!/\p{Script=Han}/u.test(each)) continue;
    letters += meant[each] ?? firsts.filter(([first]) => order.compare(first, each) <= 0).at(-1)?.[1] ?? '';
  }
  return letters;
}
