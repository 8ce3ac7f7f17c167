/** The path of a pseudo-terminal by the device number that /proc/PID/stat shows; undefined for any other device. */
export function terminalDevice(number: number): string | undefined {
  const major = (number >> 8) & 0xfff
  const minor = (number & 0xff) | ((number >> 12) & 0xfff00)
  if (major < firstPtsMajor || major >= firstPtsMajor + 8) return undefined
  return `/dev/pts/${(major - firstPtsMajor) * 256 + minor}`
}

const firstPtsMajor = 136 // Documentation/admin-guide/devices.txt
