import { useParams } from 'react-router';
import { EntryStory } from './EntryStory.tsx';

/** One entry under an address of its own. */
export default function WhyPage() {
  const { entryId = '' } = useParams();
  return (
    <div className="page">
      <div className="panel panel-body why-page">
        <EntryStory key={entryId} entry_id={entryId} />
      </div>
    </div>
  );
}
