#pragma once
// Private to this room: a rule file cut into blocks and attributes.

#include "engines/policy/parser.h"

namespace yilin::policy {

struct Attribute {
  Token key;                   // 地区, 自, 条件 …
  std::vector<Token> tokens;   // after the key, continuation lines too
  std::string raw;             // the same as text, for citations and remarks
  Position end;
};
struct Block {
  Token key;                   // 待遇 …
  std::vector<Token> tokens;   // rest of the heading
  std::string raw;
  Position end;
  std::vector<Attribute> attributes;
  std::vector<std::vector<Token>> table;  // rows, each beginning and ending with |
};

std::vector<Block> cut_blocks(const RuleSet& set, std::int32_t file, Reporter& out);

// The attributes that every dated block has: 地区 替代 自 至 公布 依据 可信度 说明. False: not one of these.
bool parse_common(RuleSet& set, const Attribute& a, Version& v);
void parse_period(Cursor& in, Month& from, Month& to);
RegionCode parse_region(const RuleSet& set, Cursor& in, std::string& word);
std::string parse_citation(const RuleSet& set, std::string_view raw, Position at);
Confidence parse_confidence(std::string_view raw, Position at);
Type parse_type(const RuleSet& set, Cursor& in);
// A 标准表 makes one version per row.
void parse_parameters(RuleSet& set, const Block& block, Reporter& out);
void parse_table(RuleSet& set, const Block& block, Version& v, Reporter& out);
Example parse_example(RuleSet& set, Cursor in, RegionCode region);
// The name of this kind and type: made when new; an error when an earlier version has another.
NameId declare(RuleSet& set, const Token& at, NameKind kind, const Type& type);

}  // namespace yilin::policy
