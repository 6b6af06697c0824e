import i18next, { type TFunction } from 'i18next';
import { type Lang, onPreferences, preferences, usePreferences } from '../app/preferences.ts';
import type { Says } from '../rpc/types.ts';
import en from './en.json';
import zh from './zh.json';

/**
 * The console's own words: buttons, headings, hints. States, events, rules and refusals come from the API with both languages in
 * `says`. A screen keeps its words beside it (zh.json, en.json) and adds them when it is loaded; the build compares their keys.
 */

/** A language 40 % longer than English, to see which layouts break. */
function stretch(text: string): string {
  const plain = text.replace(/{{.*?}}/g, '');
  return `[${text}${'~'.repeat(Math.ceil(plain.length * 0.4))}]`;
}

type Tree = { [key: string]: string | Tree };

function stretched(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([k, v]) => [k, typeof v === 'string' ? stretch(v) : stretched(v)]),
  );
}

void i18next.init({
  lng: preferences().lang,
  fallbackLng: false,
  ns: ['common'],
  defaultNS: 'common',
  fallbackNS: 'common',
  resources: { zh: { common: zh }, en: { common: en }, pseudo: { common: stretched(en) } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

const tagOf: Record<Lang, string> = { zh: 'zh-CN', en: 'en', pseudo: 'en' };

function follow(): void {
  const { lang } = preferences();
  if (i18next.language !== lang) void i18next.changeLanguage(lang);
  if (globalThis.document) document.documentElement.lang = tagOf[lang];
}

onPreferences(follow);
follow();

export function addTexts(namespace: string, zhTexts: Tree, enTexts: Tree): void {
  i18next.addResourceBundle('zh', namespace, zhTexts);
  i18next.addResourceBundle('en', namespace, enTexts);
  i18next.addResourceBundle('pseudo', namespace, stretched(enTexts));
}

const readers = new Map<string, TFunction>();

/**
 * The words of one namespace in the present language. A list has hundreds of components that read words: each hears of a change of
 * language by the one store of preferences, and all of a language and namespace share one reader.
 */
export function useTexts(namespace = 'common'): TFunction {
  const { lang } = usePreferences();
  const key = `${lang}/${namespace}`;
  let reader = readers.get(key);
  if (!reader) {
    reader = i18next.getFixedT(lang, namespace);
    readers.set(key, reader);
  }
  return reader;
}

/** 'zh' or 'en': which half of a `says` is read, and how times are written. */
export function useLang(): 'zh' | 'en' {
  return usePreferences().lang === 'zh' ? 'zh' : 'en';
}

export function sayIn(lang: 'zh' | 'en', says: Says | undefined, otherwise = ''): string {
  return says?.[lang] ?? says?.zh ?? otherwise;
}

/** Picks the reader's language out of what the API says. */
export function useSay(): (says: Says | undefined, otherwise?: string) => string {
  const lang = useLang();
  return (says, otherwise) => sayIn(lang, says, otherwise);
}
