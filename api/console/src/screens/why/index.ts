export { EntryStory } from './EntryStory.tsx';
export { WhyDrawer } from './WhyDrawer.tsx';
