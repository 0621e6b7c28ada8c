import { useEffect, useRef, type ReactElement } from "react";
import { useSay, useT } from "../../i18n";
import { Button, IconButton, type ControlAria } from "../../kit";
import { usePrint, useRender } from "../env";
import { FileThumb } from "./FileList";
import { isLocal } from "./local";
import { useUploads, type Upload } from "./uploads";

export interface FileInputProps {
  aria: ControlAria;
  label: string;
  /** File ids in order; local ones are still on their way. */
  value: readonly string[];
  onChange: (change: (before: readonly string[]) => string[]) => void;
  onBlur?: () => void;
  disabled?: boolean;
  /** Kinds asked for: image, pdf, office, audio, video, text. Empty: any. */
  accept: readonly string[];
  max: number;
  /** A photo taken now is what is wanted: on the phone the camera is the first, plain way. */
  camera?: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  image: "image/*",
  audio: "audio/*",
  video: "video/*",
  pdf: ".pdf,application/pdf",
  office: ".doc,.docx,.xls,.xlsx,.ppt,.pptx",
  text: ".txt,.csv,text/plain",
};

/** Photos and files: our own buttons over the hidden native input, whose words no page can translate. */
export default function FileInput(props: FileInputProps): ReactElement {
  const {
    aria,
    label,
    value,
    onChange,
    onBlur,
    disabled = false,
    accept,
    max,
    camera: wanted = false,
  } = props;
  const t = useT();
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const { titles } = useRender();
  const store = useUploads();
  const photos = accept.length === 0 || accept.includes("image");
  const types = accept.map((kind) => TYPES[kind] ?? "").join(",");
  const full = value.length >= max;

  const settle = (local: string, sent: { id: string; name: string }) => {
    titles.name(sent.id, sent.name);
    onChange((before) => before.map((id) => (id === local ? sent.id : id)));
  };
  const settled = useRef(settle);
  useEffect(() => {
    settled.current = settle;
  });
  useEffect(() => {
    // Left over from before a reload: go on sending.
    for (const id of value)
      if (isLocal(id) && !store.get(id)) void store.again(id, (local, sent) => settled.current(local, sent));
  }, [value, store]);

  const take = (list: FileList | null) => {
    const room = max - value.length;
    const added = [...(list ?? [])]
      .slice(0, room)
      .map((file) => store.add(file, (local, sent) => settled.current(local, sent)));
    if (added.length > 0) onChange((before) => [...before, ...added]);
    onBlur?.();
  };
  const native = {
    type: "file",
    hidden: true,
    tabIndex: -1,
    "aria-hidden": true,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      take(event.target.files);
      event.target.value = "";
    },
  } as const;

  return (
    <div
      className="r-files"
      role="group"
      id={aria.id}
      tabIndex={-1}
      aria-labelledby={aria["aria-labelledby"]}
      aria-describedby={aria["aria-describedby"]}
    >
      {value.length > 0 ? (
        <ul>
          {value.map((id) => (
            <FileRow
              key={id}
              id={id}
              upload={store.get(id)}
              onRetry={() => void store.again(id, (local, sent) => settled.current(local, sent))}
              onRemove={
                disabled
                  ? null
                  : () => {
                      void store.forget(id);
                      onChange((before) => before.filter((one) => one !== id));
                    }
              }
            />
          ))}
        </ul>
      ) : null}
      {disabled || full ? null : (
        <div className="k-row">
          {photos ? (
            <span className="k-phone-only">
              <Button
                tone={wanted ? "primary" : "plain"}
                icon="camera"
                onClick={() => camera.current?.click()}
              >
                {t("render.file.camera")}
              </Button>
            </span>
          ) : null}
          <Button
            icon={photos && accept.length === 1 ? "image" : "upload"}
            onClick={() => files.current?.click()}
          >
            {photos && accept.length === 1 ? t("render.file.image") : t("render.file.choose")}
            <span className="k-sr">{label}</span>
          </Button>
          <input {...native} ref={files} multiple={max > 1} accept={types} data-testid={`${aria.id}-files`} />
          <input {...native} ref={camera} accept="image/*" capture="environment" />
        </div>
      )}
    </div>
  );
}

interface RowProps {
  id: string;
  upload: Upload | undefined;
  onRetry: () => void;
  onRemove: (() => void) | null;
}

function FileRow({ id, upload, onRetry, onRemove }: RowProps): ReactElement {
  const t = useT();
  const say = useSay();
  const { print } = usePrint();
  const name = upload?.name ?? print.title?.("_file", id) ?? t("render.file.unnamed");
  const state = upload?.state ?? "done";
  return (
    <li className="r-file" data-state={state}>
      <FileThumb id={id} preview={upload?.preview ?? null} name={name} />
      <div className="r-file-words">
        <span className="k-clip">{name}</span>
        {state === "sending" ? (
          <progress value={upload?.progress ?? 0} max={1} aria-label={t("render.file.sending", { name })} />
        ) : null}
        {state === "failed" ? (
          <span className="k-error" role="alert">
            {upload?.problem ? say(upload.problem.text) : t("render.file.failed")}
          </span>
        ) : null}
      </div>
      {state === "failed" ? <IconButton icon="refresh" label={t("kit.retry")} onClick={onRetry} /> : null}
      {onRemove ? <IconButton icon="close" label={t("kit.remove", { name })} onClick={onRemove} /> : null}
    </li>
  );
}
