const names = { '410900000000': ['华龙区', '清丰县', '南乐县', '范县', '台前县', '濮阳县'], '410902000000': ['中原路街道', '胜利路街道', '建设路街道', '人民路街道'] }
const codes = {
  '410900000000': ['410902000000', '410922000000', '410923000000', '410926000000', '410927000000', '410928000000'],
  '410902000000': ['410902001000', '410902002000', '410902003000', '410902004000'],
}

export function regions(parent) {
  if (codes[parent]) {
    const level = parent.endsWith('00000000') ? 'county' : 'street'
    return codes[parent].map((code, at) => ({ code, name: names[parent][at], short_name: names[parent][at], level, has_children: true }))
  }
  if (parent?.endsWith('000') && parent.slice(6, 9) !== '000') {
    return ['金堤社区', '昆吾社区', '开州社区'].map((name, at) => ({
      code: parent.slice(0, 9) + `00${at + 1}`, name: `${name}居民委员会`, short_name: name, level: 'community', has_children: false,
    }))
  }
  return []
}

const people = ['王秀英', '李桂兰', '张玉珍', '刘淑芬', '陈凤英', '杨建国', '赵德福', '黄国强']
const services = ['助浴', '助餐', '助洁', '助医', '探访关爱']
const states = ['placed', 'scheduled', 'done', 'disputed']
const all = Array.from({ length: 128 }, (_, n) => ({
  id: String(1000 + n),
  elder: people[n % people.length],
  service: services[n % services.length],
  state: states[(n * 7) % states.length],
  community: ['金堤社区', '昆吾社区', '开州社区'][n % 3],
  at: `2026-11-${String(22 + (n % 6)).padStart(2, '0')}T${String(8 + (n % 10)).padStart(2, '0')}:30:00.000+08:00`,
  price_fen: 4800 + (n % 9) * 350,
}))

export function orders(query) {
  const wanted = query.get('state')?.split(',')
  const q = query.get('q')
  const found = all.filter((order) => (!wanted || wanted.includes(order.state)) && (!q || order.elder.includes(q)))
  if (query.get('sort') === '-at') found.sort((a, b) => (a.at < b.at ? 1 : -1))
  const [from, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit') ?? 50)]
  const next = from + limit < found.length ? String(from + limit) : null
  return { items: found.slice(from, from + limit), next, total: found.length }
}
