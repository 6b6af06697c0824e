import { addTexts } from '../i18n/texts.ts';
import en from './en.json';
import zh from './zh.json';

addTexts('outbox', zh, en);
