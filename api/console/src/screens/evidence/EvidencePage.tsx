import { useNavigate, useParams } from 'react-router';
import { EvidenceViewer } from './EvidenceViewer.tsx';

/** The viewer under an address of its own, for links between cases and from colleagues. */
export default function EvidencePage() {
  const { caseId = '', evidenceId } = useParams();
  const go = useNavigate();
  const leave = (): void => {
    if (history.length > 1) void go(-1);
    else void go('/');
  };
  return (
    <EvidenceViewer
      key={caseId}
      case_id={caseId}
      start={evidenceId}
      onClose={leave}
      onShow={(id) => void go(`/evidence/${caseId}/${id}`, { replace: true })}
    />
  );
}
