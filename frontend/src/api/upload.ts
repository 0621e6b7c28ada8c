import { at } from "./endpoints";
import { ApiProblem, csrfToken, problemOf } from "./http";
import { trialHeaders } from "./trial";
import type { FileView } from "./types";

const OFFLINE = {
  code: "offline",
  message: { zh: "网络连接不上", en: "No connection to the server" },
} as const;

/** Send one file; `onProgress` hears the share sent, 0..1 (fetch cannot tell, so this is XMLHttpRequest). */
export function uploadFile(
  file: Blob,
  name: string,
  key: string,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<FileView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", at("/api/files", {}));
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(name));
    request.setRequestHeader("Idempotency-Key", key);
    const csrf = csrfToken();
    if (csrf !== null) request.setRequestHeader("X-CSRF-Token", csrf);
    for (const [name, value] of Object.entries(trialHeaders("POST", "/api/files")))
      request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new ApiProblem(0, OFFLINE));
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status });
      if (request.status === 201 || request.status === 200) void response.json().then(resolve, reject);
      else void problemOf(response).then(reject);
    };
    signal?.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
