/** The diagram as a picture: colours of the page are written into it, since a file has no theme. */

/** SVG with the theme's variables replaced by their colours. */
export function withColours(svg: string, styles: CSSStyleDeclaration): string {
  return svg.replace(/var\((--[\w-]+)\)/g, (whole, name: string) => styles.getPropertyValue(name).trim() || whole);
}

/** Twice the size on screen: sharp in documents and on paper. */
const SCALE = 2;

export async function pngOf(svg: string, background: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws no pictures");
  context.fillStyle = background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("this browser makes no PNG"))), "image/png");
  });
}

/** Hand a file to whoever sits here. */
export function download(content: Blob | string, name: string, type: string): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
