import { CameraOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';

const speeds = [0.5, 1, 2];
const frame_s = 1 / 25;

/**
 * A video in the browser's own player. It asks the server for the parts it needs (Range), so that jumping to the end does not wait
 * for the middle. `onStill` takes what is on the screen as the ground for a copy.
 */
export function Video({ src, label, onStill }: { src: string; label: string; onStill?: (still: Still) => void }) {
  const t = useTexts('evidence');
  const player = useRef<HTMLVideoElement>(null);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);
  useEffect(() => setFailed(false), [src]);
  useEffect(() => {
    if (player.current) player.current.playbackRate = speed;
  }, [speed, src]);

  const jump = (by_s: number): void => {
    const video = player.current;
    if (!video || !Number.isFinite(video.duration)) return;
    video.currentTime = Math.min(video.duration, Math.max(0, video.currentTime + by_s));
  };
  const step = (frames: number): void => {
    player.current?.pause();
    jump(frames * frame_s);
  };
  const toggle = (): void => {
    const video = player.current;
    if (video?.paused) void video.play().catch(() => {});
    else video?.pause();
  };
  useKey('space', toggle, { text: t('key_play'), group: t('keys'), shown: t('space') });
  useKey('comma', () => step(-1), { text: t('key_frame_back'), group: t('keys'), shown: ',' });
  useKey('period', () => step(1), { text: t('key_frame_on'), group: t('keys'), shown: '.' });
  useKey('j', () => jump(-10), { text: t('key_back'), group: t('keys') });
  useKey('l', () => jump(10), { text: t('key_on'), group: t('keys') });

  const still = (): void => {
    const video = player.current;
    if (!video || video.videoWidth === 0) return;
    video.pause();
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    onStill?.({ canvas, at_s: video.currentTime });
  };

  if (failed) return <p className="stage-note">{t('video_failed')}</p>;
  return (
    <div className="stage-video">
      <video ref={player} src={src} controls preload="metadata" aria-label={label} onError={() => setFailed(true)}>
        <track kind="captions" />
      </video>
      <div className="stage-bar">
        <Button size="small" onClick={() => jump(-10)}>
          {t('back_10')}
        </Button>
        <Button size="small" onClick={() => step(-1)}>
          {t('frame_back')}
        </Button>
        <Button size="small" onClick={() => step(1)}>
          {t('frame_on')}
        </Button>
        <Button size="small" onClick={() => jump(10)}>
          {t('on_10')}
        </Button>
        <Segmented
          size="small"
          aria-label={t('speed')}
          value={speed}
          onChange={setSpeed}
          options={speeds.map((each) => ({ value: each, label: `${each}×` }))}
        />
        {onStill && (
          <Button size="small" icon={<CameraOutlined />} onClick={still}>
            {t('still')}
          </Button>
        )}
      </div>
    </div>
  );
}

export type Still = { canvas: HTMLCanvasElement; at_s: number };
