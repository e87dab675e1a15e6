#include "sim/names.h"

#include <span>

namespace yilin::sim {
namespace {
using Words = std::span<const std::string_view>;

// The commonest surnames in the order of the household registers (公安部全国姓名报告); the first third is drawn more often.
constexpr std::string_view kSurnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗", "梁", "宋",
    "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡",
    "贾", "丁", "魏", "薛", "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟", "汪", "田", "任", "姜", "范", "方", "石", "姚", "谭", "廖",
    "邹", "熊", "金", "陆", "郝", "孔", "白", "崔", "康", "毛", "邱", "秦", "江", "史", "顾", "侯", "邵", "孟", "龙", "万", "段", "雷",
    "钱", "汤", "尹", "黎", "易", "常", "武", "乔", "贺", "赖", "龚", "文", "欧阳", "司马", "上官", "诸葛"};

constexpr std::string_view kOldMaleFirst[] = {"德", "福", "长", "金", "玉", "学", "文", "万", "保", "明", "永", "广", "树", "春", "清", "振", "兴", "世"};
constexpr std::string_view kOldMaleLast[] = {"贵", "生", "财", "有", "根", "发", "祥", "富", "全", "山", "林", "海", "田", "顺", "安", "礼", "义", "堂"};
constexpr std::string_view kOldFemaleFirst[] = {"秀", "桂", "玉", "素", "凤", "淑", "月", "金", "春", "兰", "翠", "爱", "喜", "巧", "瑞", "俊"};
constexpr std::string_view kOldFemaleLast[] = {"英", "兰", "芝", "莲", "珍", "花", "荣", "梅", "香", "云", "娥", "琴", "真", "枝", "芬", "菊"};
constexpr std::string_view kMidMaleFirst[] = {"建", "国", "志", "新", "卫", "爱", "光", "永", "红", "胜", "庆", "援", "保", "书", "俊", "跃"};
constexpr std::string_view kMidMaleLast[] = {"国", "军", "民", "平", "强", "华", "明", "东", "生", "杰", "忠", "伟", "林", "朝", "斌", "峰"};
constexpr std::string_view kMidFemaleFirst[] = {"丽", "秀", "玉", "红", "春", "爱", "桂", "国", "建", "海", "新", "慧", "艳", "素", "晓", "美"};
constexpr std::string_view kMidFemaleLast[] = {"华", "芳", "玲", "霞", "敏", "萍", "红", "英", "琴", "丽", "梅", "云", "娟", "荣", "芬", "珍"};
constexpr std::string_view kNewMaleFirst[] = {"晓", "志", "宏", "海", "文", "俊", "建", "少", "国", "永", "子", "浩", "宇", "天"};
constexpr std::string_view kNewMaleLast[] = {"伟", "强", "磊", "军", "勇", "涛", "超", "鹏", "辉", "飞", "杰", "斌", "亮", "刚"};
constexpr std::string_view kNewFemaleFirst[] = {"晓", "丽", "雪", "文", "海", "艳", "亚", "小", "春", "慧", "婷", "静", "雅", "梦"};
constexpr std::string_view kNewFemaleLast[] = {"丽", "娟", "燕", "静", "敏", "霞", "芳", "玲", "娜", "萍", "红", "莉", "洁", "颖"};

std::string_view pick(Rng& rng, Words words) { return words[rng.below(words.size())]; }

}  // namespace

std::string_view surname(Rng& rng) {
  constexpr std::size_t count = std::size(kSurnames);
  if (rng.chance(0.45)) return kSurnames[rng.below(10)];
  if (rng.chance(0.6)) return kSurnames[rng.below(40)];
  return kSurnames[rng.below(count)];
}

std::string given_name(Rng& rng, Sex sex, int birth_year) {
  const bool female = sex == Sex::female;
  Words first, last;
  if (birth_year < 1946) {
    first = female ? Words(kOldFemaleFirst) : Words(kOldMaleFirst);
    last = female ? Words(kOldFemaleLast) : Words(kOldMaleLast);
  } else if (birth_year < 1968) {
    first = female ? Words(kMidFemaleFirst) : Words(kMidMaleFirst);
    last = female ? Words(kMidFemaleLast) : Words(kMidMaleLast);
  } else {
    first = female ? Words(kNewFemaleFirst) : Words(kNewMaleFirst);
    last = female ? Words(kNewFemaleLast) : Words(kNewMaleLast);
  }
  const std::string_view end = pick(rng, last);
  if (rng.chance(birth_year < 1968 ? 0.12 : 0.3)) return std::string(end);
  const std::string_view begin = pick(rng, first);
  return std::string(begin) + std::string(end);
}

std::string person_name(Rng& rng, Sex sex, int birth_year) {
  const std::string_view family = surname(rng);
  return std::string(family) + given_name(rng, sex, birth_year);
}

}  // namespace yilin::sim
