import i18next, { type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Lang, onPreferences, preferences } from '../app/preferences.ts';
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

void i18next.use(initReactI18next).init({
  lng: preferences().lang,
  fallbackLng: false,
  ns: ['common'],
  defaultNS: 'common',
  fallbackNS: 'common',
  resources: { zh: { common: zh }, en: { common: en }, pseudo: { common: stretched(en) } },
  interpolation: { escapeValue: false },
  react: { bindI18n: 'languageChanged', useSuspense: false },
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

export function useTexts(namespace = 'common'): TFunction {
  return useTranslation(namespace).t;
}

/** 'zh' or 'en': which half of a `says` is read, and how times are written. */
export function useLang(): 'zh' | 'en' {
  const { i18n } = useTranslation();
  return i18n.language === 'zh' ? 'zh' : 'en';
}

export function sayIn(lang: 'zh' | 'en', says: Says | undefined, otherwise = ''): string {
  return says?.[lang] ?? says?.zh ?? otherwise;
}

/** Picks the reader's language out of what the API says. */
export function useSay(): (says: Says | undefined, otherwise?: string) => string {
  const lang = useLang();
  return (says, otherwise) => sayIn(lang, says, otherwise);
}
