import { useNavigate, useParams } from 'react-router';
import { useTexts } from '../../i18n/texts.ts';
import { PackBuilder } from './PackDrawer.tsx';

/** The pack builder under an address of its own. */
export default function PackPage() {
  const { caseId = '' } = useParams();
  const go = useNavigate();
  const t = useTexts('pack');
  return (
    <div className="page pack-page">
      <header className="page-head">
        <h1>{t('title')}</h1>
        <span className="mono quiet">{caseId}</span>
      </header>
      <div className="panel pack-panel">
        <PackBuilder key={caseId} case_id={caseId} onClose={() => void go(-1)} />
      </div>
    </div>
  );
}
