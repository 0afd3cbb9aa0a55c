/** A drawing that can be moved and zoomed: what is seen of it is the viewBox. */
export class Canvas {
  constructor(section) {
    this.section = section
    this.svg = section.querySelector('svg')
    const { width, height } = this.svg.viewBox.baseVal
    this.size = { width, height }
    this.isFitted = true
    new ResizeObserver(() => this.resize()).observe(section)
    this.svg.addEventListener('pointerdown', (event) => this.drag(event))
    this.svg.addEventListener('wheel', (event) => this.wheel(event), { passive: false })
    section.addEventListener('keydown', (event) => this.key(event))
  }

  /** All of it, but not larger than is good to read; it stays so until somebody moves it. */
  fit() {
    const { clientWidth, clientHeight } = this.section
    this.scale = Math.min(clientWidth / this.size.width, clientHeight / this.size.height, 1.5)
    this.center({ x: this.size.width / 2, y: this.size.height / 2 })
    this.isFitted = true
  }

  center({ x, y }) {
    this.at = { x, y }
    this.isFitted = false
    this.show()
  }

  resize() {
    if (this.section.hidden) return
    if (this.isFitted) this.fit()
    else this.show()
  }

  show() {
    const [width, height] = [this.section.clientWidth / this.scale, this.section.clientHeight / this.scale]
    this.svg.setAttribute('viewBox', `${this.at.x - width / 2} ${this.at.y - height / 2} ${width} ${height}`)
  }

  move(x, y) {
    this.center({ x: this.at.x + x / this.scale, y: this.at.y + y / this.scale })
  }

  /** What is under the point, in pixels from the middle, stays under it. */
  zoom(factor, x = 0, y = 0) {
    const scale = Math.min(4, Math.max(0.03, this.scale * factor))
    const change = 1 / this.scale - 1 / scale
    this.scale = scale
    this.center({ x: this.at.x + x * change, y: this.at.y + y * change })
  }

  wheel(event) {
    event.preventDefault()
    const { left, top, width, height } = this.section.getBoundingClientRect()
    const lines = event.deltaMode === 0 ? event.deltaY : event.deltaY * 20
    this.zoom(2 ** (-lines / 400), event.clientX - left - width / 2, event.clientY - top - height / 2)
  }

  /** A press that does not move is a click. */
  drag(start) {
    if (start.button !== 0) return
    let [x, y] = [start.clientX, start.clientY]
    const move = (event) => {
      if (!this.svg.classList.contains('moving')) {
        if (Math.hypot(event.clientX - x, event.clientY - y) < 4) return
        this.svg.classList.add('moving')
        this.svg.setPointerCapture(start.pointerId)
      }
      this.move(x - event.clientX, y - event.clientY)
      ;[x, y] = [event.clientX, event.clientY]
    }
    const end = () => {
      this.svg.removeEventListener('pointermove', move)
      // After the click that a press ends with.
      setTimeout(() => this.svg.classList.remove('moving'))
    }
    this.svg.addEventListener('pointermove', move)
    this.svg.addEventListener('pointerup', end, { once: true })
    this.svg.addEventListener('pointercancel', end, { once: true })
  }

  key(event) {
    const moves = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }
    if (event.key in moves) this.move(...moves[event.key])
    else if (event.key === '+') this.zoom(1.25)
    else if (event.key === '-') this.zoom(0.8)
    else if (event.key === '0') this.fit()
    else return
    event.preventDefault()
  }
}
