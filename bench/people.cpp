#include "bench/people.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "base/text.h"

namespace yilin::bench {
namespace {

constexpr int kBornFirst = 1928, kBornLast = 1966;
constexpr std::size_t kDays = 39 * 366, kCounties = 64;

struct Share {
  std::string_view text;
  int permille;
};
constexpr Share kSurnames[] = {
    {"王", 71}, {"李", 70}, {"张", 67}, {"刘", 53}, {"陈", 45}, {"杨", 31}, {"黄", 22}, {"赵", 20}, {"吴", 20}, {"周", 19},
    {"徐", 15}, {"孙", 14}, {"马", 13}, {"朱", 12}, {"胡", 12}, {"郭", 12}, {"何", 12}, {"林", 11}, {"高", 10}, {"罗", 9},
    {"郑", 9},  {"梁", 9},  {"谢", 8},  {"宋", 8},  {"唐", 7},  {"许", 7},  {"韩", 7},  {"邓", 7},  {"冯", 6},  {"曹", 6},
    {"彭", 6},  {"曾", 6},  {"肖", 6},  {"田", 6},  {"董", 5},  {"潘", 5},  {"袁", 5},  {"蔡", 5},  {"蒋", 5},  {"余", 5},
    {"于", 5},  {"杜", 5},  {"叶", 5},  {"程", 5},  {"魏", 5},  {"苏", 4},  {"吕", 4},  {"丁", 4},  {"任", 4},  {"卢", 4},
    {"姚", 4},  {"沈", 4},  {"钟", 4},  {"姜", 4},  {"崔", 4},  {"谭", 4},  {"陆", 4},  {"范", 4},  {"汪", 3},  {"廖", 3},
    {"石", 3},  {"金", 3},  {"韦", 3},  {"贾", 3},  {"夏", 3},  {"付", 3},  {"方", 3},  {"邹", 3},  {"熊", 3},  {"白", 3},
    {"孟", 3},  {"秦", 3},  {"邱", 3},  {"侯", 3},  {"江", 3},  {"尹", 3},  {"薛", 3},  {"闫", 3},  {"段", 3},  {"雷", 3},
    {"欧阳", 1}, {"尉迟", 1}, {"上官", 1}, {"司马", 1}, {"诸葛", 1}, {"单", 2}, {"仇", 1}, {"解", 2}, {"查", 1}, {"盖", 1}};
// Given names of those born before 1966: the first characters of each list are the frequent ones.
constexpr std::string_view kWomen = "英秀桂兰玉珍芳凤华梅荣琴莲花素霞云翠爱香淑美红月芝菊贤春惠敏静丽萍青娥巧银改喜真环彩仙瑞改芬茹";
constexpr std::string_view kMen = "国建明德文华志军平福海山成林生玉忠金永清振学荣庆书贵民保新义长天广祥富兴有春全喜万发锁柱法占顺良";

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    std::string one;
    text::append(one, text::take(text));
    out.push_back(std::move(one));
  }
  return out;
}

// Falls off like names do: the k-th of n is drawn with weight 1 / (k + 3).
std::size_t frequent_first(Rng& rng, std::size_t n) {
  const double x = std::pow(static_cast<double>(n) / 3 + 1, rng.uniform());
  return std::min(n - 1, static_cast<std::size_t>((x - 1) * 3));
}

}  // namespace

People::People(std::vector<RegionCode> communities, Date today, std::uint64_t seed)
    : communities_(std::move(communities)), today_(today), rng_(seed), serials_(kCounties * kDays * 2) {
  YILIN_ASSERT(!communities_.empty());
}

std::string People::name(bool woman) {
  static const std::vector<std::string> women = characters(kWomen), men = characters(kMen);
  static const int total = [] {
    int sum = 0;
    for (const Share& s : kSurnames) sum += s.permille;
    return sum;
  }();
  auto at = static_cast<int>(rng_.below(static_cast<std::uint64_t>(total)));
  std::string out;
  for (const Share& s : kSurnames) {
    if ((at -= s.permille) >= 0) continue;
    out = s.text;
    break;
  }
  const auto& given = woman ? women : men;
  out += given[frequent_first(rng_, given.size())];
  if (!rng_.chance(0.22)) out += given[frequent_first(rng_, given.size())];
  return out;
}

IdCard People::card(RegionCode community, Date birth, bool woman) {
  const std::int64_t area = community.value / 1'000'000;
  const std::size_t day = static_cast<std::size_t>(birth - Date::from_ymd(kBornFirst, 1, 1));
  std::uint16_t& used = serials_[((static_cast<std::size_t>(area) % kCounties) * kDays + day) * 2 + (woman ? 1 : 0)];
  // Women have even serials, men odd ones: 500 each a day and county. They begin anywhere, as the stations that give them do,
  // so that last four digits are spread.
  const auto begin = static_cast<int>((day * 7919 + static_cast<std::size_t>(area) * 104'729) % 500);
  const int serial = (begin + used++) % 500 * 2 + (woman ? 0 : 1);
  std::string digits = to_string(birth);
  std::erase(digits, '-');
  std::string text = std::to_string(area) + digits;
  text += {static_cast<char>('0' + serial / 100), static_cast<char>('0' + serial / 10 % 10), static_cast<char>('0' + serial % 10)};
  return IdCard::trusted(text + IdCard::check_character(text));
}

Phone People::phone() {
  static constexpr std::string_view kHeads[] = {"130", "131", "135", "136", "137", "138", "139", "150", "151", "158", "159", "182", "187", "188"};
  std::string text(kHeads[rng_.below(std::size(kHeads))]);
  const std::string rest = std::to_string(100'000'000 + rng_.below(100'000'000));
  return Phone::trusted(text + rest.substr(1));
}

void People::add_around(registry::NewElder& e) {
  using registry::Label;
  static constexpr Label kLabels[] = {Label::subsistence, Label::extreme_poverty, Label::severe_disability, Label::disabled,
                                      Label::family_planning, Label::preferential, Label::near_subsistence, Label::dementia};
  if (rng_.chance(0.18))
    e.labels.push_back({kLabels[rng_.below(std::size(kLabels))], today_ + -static_cast<std::int32_t>(rng_.below(2000)), {}, "民政〔2025〕3 号", true});
  if (!rng_.chance(0.4)) return;
  registry::NewContact c;
  c.name = name(rng_.chance(0.5));
  c.relation = rng_.chance(0.5) ? registry::Relation::son : registry::Relation::daughter;
  c.phone = phone();
  c.may_order = true;
  e.contacts.push_back(std::move(c));
}

registry::NewElder People::next() {
  ++made_;
  // One in two hundred was written down twice: once with and once without the number, or under a name that sounds alike.
  if (made_ > 1 && rng_.chance(0.005)) {
    registry::NewElder again = last_;
    if (!again.id_card.empty()) {
      again.birth = again.id_card.birth();
      again.sex = again.id_card.sex();
    }
    again.id_card = {};
    again.labels.clear();
    again.contacts.clear();
    return again;
  }
  registry::NewElder e;
  const bool woman = rng_.chance(0.53);
  // More younger than older: the square leans towards the last year.
  const double u = rng_.uniform();
  const int year = kBornLast - static_cast<int>(u * u * (kBornLast - kBornFirst + 1));
  const Date birth = Date::from_ymd(year, 1, 1) + static_cast<std::int32_t>(rng_.below(365));
  e.region = communities_[rng_.below(communities_.size())];
  e.name = name(woman);
  e.id_card = card(e.region, birth, woman);
  e.address = std::to_string(1 + rng_.below(30)) + " 号楼 " + std::to_string(1 + rng_.below(6)) + " 单元 " + std::to_string(101 + rng_.below(600));
  e.lon_e6 = 112'500'000 + static_cast<std::int64_t>(rng_.below(1'000'000));
  e.lat_e6 = 32'900'000 + static_cast<std::int64_t>(rng_.below(1'000'000));
  e.datum = registry::Datum::gcj02;
  e.living = static_cast<registry::Living>(1 + rng_.below(5));
  if (rng_.chance(0.85)) e.phone = !last_.phone.empty() && rng_.chance(0.1) ? last_.phone : phone();
  e.phone_use = e.phone.empty() ? registry::PhoneUse::none : registry::PhoneUse::own;
  add_around(e);
  last_ = e;
  return e;
}

}  // namespace yilin::bench
