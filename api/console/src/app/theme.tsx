import { App as AntApp, ConfigProvider, type ThemeConfig, theme } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo } from 'react';
import { preferences, usePreferences } from './preferences.ts';
import { type Mode, surfaces, type Tone, tones } from './tokens.ts';

const family =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Helvetica Neue", "Noto Sans CJK SC", "Noto Sans SC", Arial, sans-serif';

function themeOf(mode: Mode): ThemeConfig {
  const s = surfaces[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      fontFamily: family,
      fontSize: 13,
      borderRadius: 6,
      colorPrimary: mode === 'dark' ? '#3f7fe0' : '#1456b8',
      colorLink: s.accent,
      colorText: s.text,
      colorTextSecondary: s.quiet,
      colorTextTertiary: s.quiet,
      colorTextDescription: s.quiet,
      colorTextPlaceholder: s.quiet,
      colorBgLayout: s.page,
      colorBgContainer: s.panel,
      colorBgElevated: mode === 'dark' ? s.raised : s.panel,
      colorBorder: mode === 'dark' ? '#4a5565' : '#b9c2ce',
      colorBorderSecondary: s.edge,
      colorSplit: s.edge,
      colorError: mode === 'dark' ? '#d13c42' : '#b3202b',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' } },
  };
}

/** The tokens as custom properties, so that plain CSS and components say the same colours. Set through the CSSOM: no inline style. */
function paint(mode: Mode): void {
  const root = document.documentElement;
  root.dataset.mode = mode;
  root.style.colorScheme = mode;
  for (const [name, value] of Object.entries(surfaces[mode])) root.style.setProperty(`--${name}`, value);
  for (const tone of Object.keys(tones[mode]) as Tone[]) {
    for (const [part, value] of Object.entries(tones[mode][tone])) root.style.setProperty(`--${tone}-${part}`, value);
  }
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const csp = nonce !== '' && !nonce.startsWith('__') ? { nonce } : undefined;

export function Themed({ children }: { children: ReactNode }) {
  const { lang, mode } = usePreferences();
  useEffect(() => paint(mode), [mode]);
  const config = useMemo(() => themeOf(mode), [mode]);
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zh : en}
      theme={config}
      button={{ autoInsertSpace: false }}
      {...(csp ? { csp } : {})}
    >
      <AntApp className="app" message={{ maxCount: 3, duration: 4 }}>
        {children}
      </AntApp>
    </ConfigProvider>
  );
}

// Before the first paint, so that a dark room is not lit up for a moment.
paint(preferences().mode);
