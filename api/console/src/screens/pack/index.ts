export { PackButton } from './PackButton.tsx';
export { PackDrawer } from './PackDrawer.tsx';
