// Thai marks that leave their line: for each font and line height in use, the ink of hard words against the line box.
() => {
  const words = ["ปู่", "น้ำ", "ฟื้น", "กตัญญู", "ที่นี่", "ฎีกา ฏ ญ ฐ"];
  const pen = document.createElement("canvas").getContext("2d");
  const seen = new Map();
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && /[ก-๛]/.test(node.data));
    if (!text || element.closest("svg, .visually-hidden, .avatar, option")) continue;
    const style = getComputedStyle(element);
    const line = parseFloat(style.lineHeight);
    seen.set(`${style.fontWeight} ${style.fontSize} ${style.fontFamily}|${line}`, element);
  }
  const faults = [];
  for (const [key, element] of seen) {
    const [font, line] = key.split("|");
    pen.font = font;
    for (const word of words) {
      const box = pen.measureText(word);
      const baseline = (Number(line) - box.fontBoundingBoxAscent - box.fontBoundingBoxDescent) / 2 + box.fontBoundingBoxAscent;
      const over = box.actualBoundingBoxAscent - baseline;
      const under = baseline + box.actualBoundingBoxDescent - Number(line);
      if (over > 0.5 || under > 0.5) faults.push(`${word} leaves its line by ${Math.max(over, under).toFixed(1)} px in ${font} / ${line} (${element.className || element.tagName})`);
    }
    if (Number(line) < 1.69 * parseFloat(font.split(" ")[1]) && !element.closest("button, .button")) faults.push(`line height under 1.7: ${element.className || element.tagName} ${font} / ${line}`);
  }
  return { faults, fonts: seen.size };
};
