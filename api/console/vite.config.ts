import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { budget } from './build/budget.ts';
import { completeTexts } from './build/texts.ts';

const source = fileURLToPath(new URL('./src', import.meta.url));
const server = process.env.REDRESS_URL ?? 'http://127.0.0.1:8080';
const token = process.env.REDRESS_TOKEN;

// In development the page comes from Vite and calls go on to a real server, as if they came from its own origin.
const door = {
  target: server,
  ws: true,
  changeOrigin: true,
  headers: { origin: server, ...(token ? { authorization: `Bearer ${token}` } : {}) },
};

export default defineConfig({
  plugins: [
    react(),
    completeTexts(source),
    budget({ agentRoute: 340 * 1024, total: 800 * 1024, agentScreens: ['screens/login/', 'screens/workbench/'] }),
  ],
  server: { proxy: { '/rpc': door, '/v1': door, '/livez': door, '/openrpc.json': door } },
  build: {
    // The oldest browsers that are looked after: sellers' own (360, QQ) stand on Chromium cores of about this age.
    target: ['chrome107', 'edge107', 'firefox104', 'safari16'],
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|react-router|i18next)\// },
            { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/browser/**', 'node_modules/**'],
    setupFiles: ['tests/setup.ts'],
  },
});
