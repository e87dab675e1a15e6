// Codecs of the member types. Included by codec.h only. A scalar type supplies four things (Scalar<T>): how it reads from
// text, how it writes to text, whether its JSON is a string or a number, and its SQL value; CodecFor<T> makes the rest.
#pragma once

namespace yilin::entity {

template <class T>
concept HasFields = requires {
  { T::fields() } -> std::same_as<const Table&>;
};
template <class T>
concept NamedEnum = std::is_enum_v<T> && requires(T v) { enum_names(v); };

enum class JsonKind : std::uint8_t { string, number, boolean };

template <class T>
struct Scalar;  // parse(text, Input&) → Result<T>, print(T), kJson, schema(object), absent(T)

namespace detail {
std::string text_error_required(const Field& field);
bool check_range(std::int64_t value, const Field& field, const std::string& path, Input& input);
bool check_text(std::string_view text, const Field& field, const std::string& path, Input& input);
bool json_integer(const json::value& value, std::int64_t& out);
bool type_error(const Field& field, const std::string& path, Input& input, std::string_view expected);
std::string enum_choices(std::span<const EnumName> names);
bool read_members(const json::object& members, const Table& table, void* object, const std::string& path, Input& input);
// `members`: the keys that were given; null when the object was filled from several sources (then only absent() decides).
void require_members(const Table& table, const void* object, Input& input, const std::string& path,
                     const json::object* members);
bool read_object(const json::value& value, const Table& table, void* object, const std::string& path, Input& input);
void write_object(const Table& table, const void* object, const Viewer& viewer, std::string& out);
std::string masked_text(Pii pii, std::string_view text);
void describe_number(json::object& out, const Field& field);
}  // namespace detail

template <class Integer>
  requires std::same_as<Integer, std::int64_t> || std::same_as<Integer, std::int32_t>
struct Scalar<Integer> {
  static constexpr JsonKind kJson = JsonKind::number;
  static std::int64_t raw(const Integer& v) { return v; }
  static Integer from_raw(std::int64_t v) { return static_cast<Integer>(v); }
  static bool absent(const Integer&) { return false; }
};
template <>
struct Scalar<Fen> {
  static constexpr JsonKind kJson = JsonKind::number;
  static std::int64_t raw(const Fen& v) { return v.value; }
  static Fen from_raw(std::int64_t v) { return {v}; }
  static bool absent(const Fen&) { return false; }
};
template <>
struct Scalar<BasisPoints> {
  static constexpr JsonKind kJson = JsonKind::number;
  static std::int64_t raw(const BasisPoints& v) { return v.value; }
  static BasisPoints from_raw(std::int64_t v) { return {static_cast<std::int32_t>(v)}; }
  static bool absent(const BasisPoints&) { return false; }
};

template <>
struct Scalar<bool> {
  static constexpr JsonKind kJson = JsonKind::boolean;
  static bool absent(const bool&) { return false; }
};

template <>
struct Scalar<std::string> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<std::string> parse(std::string_view t, const Input&) { return std::string(t); }
  static std::string print(const std::string& v) { return v; }
  static bool absent(const std::string& v) { return v.empty(); }
  static sql::Value to_sql(const std::string& v) { return sql::to_value(v); }
  static std::string from_sql(const sql::Rows& r, int c) { return r.str(c); }
  static constexpr std::string_view kFormat = "";
};

template <class Tag>
struct Scalar<Id<Tag>> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<Id<Tag>> parse(std::string_view t, const Input&);
  static std::string print(const Id<Tag>& v) { return std::to_string(v.value); }
  static bool absent(const Id<Tag>& v) { return !v; }
  static sql::Value to_sql(const Id<Tag>& v) { return sql::to_value(v); }
  static Id<Tag> from_sql(const sql::Rows& r, int c) { return {r.integer(c)}; }
  static constexpr std::string_view kFormat = "id";
};
Result<std::int64_t> parse_id(std::string_view text);
template <class Tag>
Result<Id<Tag>> Scalar<Id<Tag>>::parse(std::string_view t, const Input&) {
  YILIN_TRY(const std::int64_t v, parse_id(t));
  return Id<Tag>{v};
}

template <>
struct Scalar<Date> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<Date> parse(std::string_view t, const Input&) { return Date::parse(t); }
  static std::string print(const Date& v) { return v ? to_string(v) : std::string(); }
  static bool absent(const Date& v) { return !v; }
  static sql::Value to_sql(const Date& v) { return sql::to_value(v); }
  static Date from_sql(const sql::Rows& r, int c) { return r.null(c) ? Date{} : Date{static_cast<std::int32_t>(r.integer(c))}; }
  static constexpr std::string_view kFormat = "date";
};
template <>
struct Scalar<Month> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<Month> parse(std::string_view t, const Input&) { return Month::parse(t); }
  static std::string print(const Month& v) { return v.index ? to_string(v) : std::string(); }
  static bool absent(const Month& v) { return v.index == 0; }
  static sql::Value to_sql(const Month& v) { return sql::to_value(v); }
  static Month from_sql(const sql::Rows& r, int c) { return {static_cast<std::int32_t>(r.integer(c))}; }
  static constexpr std::string_view kFormat = "month";
};
template <>
struct Scalar<Instant> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<Instant> parse(std::string_view t, const Input&) { return parse_instant(t); }
  static std::string print(const Instant& v) { return v ? to_string(v) : std::string(); }
  static bool absent(const Instant& v) { return !v; }
  static sql::Value to_sql(const Instant& v) { return sql::to_value(v); }
  static Instant from_sql(const sql::Rows& r, int c) { return {r.integer(c)}; }
  static constexpr std::string_view kFormat = "date-time";
};
template <>
struct Scalar<RegionCode> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<RegionCode> parse(std::string_view t, const Input&) { return RegionCode::parse(t); }
  static std::string print(const RegionCode& v) { return v.value ? to_string(v) : std::string(); }
  static bool absent(const RegionCode& v) { return v.value == 0; }
  static sql::Value to_sql(const RegionCode& v) { return sql::to_value(v); }
  static RegionCode from_sql(const sql::Rows& r, int c) { return {r.integer(c)}; }
  static constexpr std::string_view kFormat = "region-code";
};
template <>
struct Scalar<CreditCode> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<CreditCode> parse(std::string_view t, const Input&) { return CreditCode::parse(t); }
  static std::string print(const CreditCode& v) { return v.text(); }
  static bool absent(const CreditCode& v) { return v.empty(); }
  static sql::Value to_sql(const CreditCode& v) { return v.empty() ? sql::Value() : sql::to_value(v.text()); }
  static CreditCode from_sql(const sql::Rows& r, int c) { return CreditCode::trusted(r.str(c)); }
  static constexpr std::string_view kFormat = "credit-code";
};

template <class T>
concept Secret = std::same_as<T, IdCard> || std::same_as<T, Phone>;

template <>
struct Scalar<IdCard> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<IdCard> parse(std::string_view t, const Input& in) { return IdCard::parse(t, in.today); }
  static std::string print(const IdCard& v) { return v.masked(); }
  static bool absent(const IdCard& v) { return v.empty(); }
  static constexpr std::string_view kFormat = "id-card";
};
template <>
struct Scalar<Phone> {
  static constexpr JsonKind kJson = JsonKind::string;
  static Result<Phone> parse(std::string_view t, const Input&) { return Phone::parse(t); }
  static std::string print(const Phone& v) { return v.masked(); }
  static bool absent(const Phone& v) { return v.empty(); }
  static constexpr std::string_view kFormat = "phone";
};

// ---- operations made from Scalar<T> ----

template <class T>
const T& as(const void* p) { return *static_cast<const T*>(p); }
template <class T>
T& as(void* p) { return *static_cast<T*>(p); }

template <class T>
struct ScalarOps {
  using S = Scalar<T>;
  static constexpr bool kNumber = S::kJson == JsonKind::number;
  static constexpr bool kBool = S::kJson == JsonKind::boolean;

  static bool from_json(const json::value& v, void* out, const Field& f, const std::string& path, Input& in) {
    if constexpr (kNumber) {
      std::int64_t n = 0;
      if (!detail::json_integer(v, n)) return detail::type_error(f, path, in, "整数");
      if (!detail::check_range(n, f, path, in)) return false;
      as<T>(out) = S::from_raw(n);
      return true;
    } else if constexpr (kBool) {
      if (!v.is_bool()) return detail::type_error(f, path, in, "true 或 false");
      as<T>(out) = v.get_bool();
      return true;
    } else {
      if (!v.is_string()) return detail::type_error(f, path, in, "文字");
      const auto& s = v.get_string();
      if (s.empty()) { as<T>(out) = T{}; return true; }
      return from_text(std::string_view(s.data(), s.size()), out, f, path, in);
    }
  }
  static bool from_text(std::string_view t, void* out, const Field& f, const std::string& path, Input& in) {
    if constexpr (kNumber) {
      const auto n = parse_integer(t);
      if (!n) return detail::type_error(f, path, in, "整数");
      if (!detail::check_range(*n, f, path, in)) return false;
      as<T>(out) = S::from_raw(*n);
      return true;
    } else if constexpr (kBool) {
      if (t != "true" && t != "false") return detail::type_error(f, path, in, "true 或 false");
      as<T>(out) = t == "true";
      return true;
    } else {
      if (!detail::check_text(t, f, path, in)) return false;
      auto parsed = S::parse(t, in);
      if (!parsed) {
        in.add(f, path, std::string(parsed.error().message()));
        return false;
      }
      as<T>(out) = std::move(*parsed);
      return true;
    }
  }
  static void to_json(const void* p, const Field& f, const Viewer& viewer, std::string& out) {
    if constexpr (kNumber) {
      if (viewer.sees(f.pii_class)) out += std::to_string(S::raw(as<T>(p)));
      else out += "null";
    } else if constexpr (kBool) {
      if (viewer.sees(f.pii_class)) out += as<T>(p) ? "true" : "false";
      else out += "null";
    } else {
      if (!std::same_as<T, std::string> && S::absent(as<T>(p))) { out += "null"; return; }
      append_json_string(out, to_text(p, f, viewer));
    }
  }
  static std::string to_text(const void* p, const Field& f, const Viewer& viewer) {
    if constexpr (kNumber) return viewer.sees(f.pii_class) ? std::to_string(S::raw(as<T>(p))) : std::string();
    else if constexpr (kBool) return viewer.sees(f.pii_class) ? (as<T>(p) ? "是" : "否") : "";
    else if constexpr (Secret<T>) return S::print(as<T>(p));
    else return viewer.sees(f.pii_class) ? S::print(as<T>(p)) : detail::masked_text(f.pii_class, S::print(as<T>(p)));
  }
  static bool absent(const void* p) { return S::absent(as<T>(p)); }
  static sql::Value to_sql(const void* p) {
    if constexpr (kNumber) return S::raw(as<T>(p));
    else if constexpr (kBool) return sql::to_value(as<T>(p));
    else if constexpr (Secret<T>) return sql::Value();
    else return S::to_sql(as<T>(p));
  }
  static void from_sql(const sql::Rows& r, int c, void* out) {
    if constexpr (kNumber) as<T>(out) = S::from_raw(r.integer(c));
    else if constexpr (kBool) as<T>(out) = r.integer(c) != 0;
    else if constexpr (Secret<T>) as<T>(out) = T{};
    else as<T>(out) = S::from_sql(r, c);
  }
  static void from_sealed_text(std::string_view plain, void* out) {
    if constexpr (Secret<T>) as<T>(out) = T::trusted(std::string(plain));
    else if constexpr (std::same_as<T, std::string>) as<T>(out) = std::string(plain);
  }
  static std::string to_sealed_text(const void* p) {
    if constexpr (Secret<T>) return as<T>(p).reveal();
    else if constexpr (std::same_as<T, std::string>) return as<T>(p);
    else return {};
  }
  static void schema(json::object& out, const Field& f) {
    if constexpr (kNumber) {
      detail::describe_number(out, f);
    } else if constexpr (kBool) {
      out["type"] = "boolean";
    } else {
      out["type"] = "string";
      if constexpr (!S::kFormat.empty()) out["format"] = S::kFormat;
      else out["maxLength"] = f.chars_max;
    }
  }
  static const Table* nested() { return nullptr; }
  static std::optional<std::int64_t> parse_integer(std::string_view t);
};
std::optional<std::int64_t> parse_integer_text(std::string_view t);
template <class T>
std::optional<std::int64_t> ScalarOps<T>::parse_integer(std::string_view t) { return parse_integer_text(t); }

template <NamedEnum T>
struct EnumOps {
  static std::span<const EnumName> names() { return enum_names(T{}); }
  static const EnumName* find(std::int64_t value) {
    for (const EnumName& n : names())
      if (n.value == value) return &n;
    return nullptr;
  }
  static bool from_text(std::string_view t, void* out, const Field& f, const std::string& path, Input& in) {
    for (const EnumName& n : names())
      if (n.code == t || n.label == t) { as<T>(out) = static_cast<T>(n.value); return true; }
    in.add(f, path, std::string(f.label) + "应为下列之一：" + detail::enum_choices(names()) + "。");
    return false;
  }
  static bool from_json(const json::value& v, void* out, const Field& f, const std::string& path, Input& in) {
    if (!v.is_string()) return detail::type_error(f, path, in, "文字");
    return from_text(std::string_view(v.get_string().data(), v.get_string().size()), out, f, path, in);
  }
  static void to_json(const void* p, const Field& f, const Viewer& viewer, std::string& out) {
    const EnumName* n = find(static_cast<std::int64_t>(as<T>(p)));
    if (!n || !viewer.sees(f.pii_class)) out += "null";
    else append_json_string(out, n->code);
  }
  static std::string to_text(const void* p, const Field& f, const Viewer& viewer) {
    const EnumName* n = find(static_cast<std::int64_t>(as<T>(p)));
    return n && viewer.sees(f.pii_class) ? std::string(n->label) : std::string();
  }
  static bool absent(const void*) { return false; }
  static sql::Value to_sql(const void* p) { return static_cast<std::int64_t>(as<T>(p)); }
  static void from_sql(const sql::Rows& r, int c, void* out) { as<T>(out) = static_cast<T>(r.integer(c)); }
  static void schema(json::object& out, const Field&) {
    out["type"] = "string";
    json::array codes;
    json::object labels;
    for (const EnumName& n : names()) {
      codes.emplace_back(n.code);
      labels[n.code] = n.label;
    }
    out["enum"] = std::move(codes);
    out["x-labels"] = std::move(labels);
  }
  static const Table* nested() { return nullptr; }
};

template <HasFields T>
struct ObjectOps {
  static bool from_json(const json::value& v, void* out, const Field&, const std::string& path, Input& in) {
    return detail::read_object(v, T::fields(), out, path, in);
  }
  static bool from_text(std::string_view, void*, const Field& f, const std::string& path, Input& in) {
    return detail::type_error(f, path, in, "对象");
  }
  static void to_json(const void* p, const Field&, const Viewer& viewer, std::string& out) {
    detail::write_object(T::fields(), p, viewer, out);
  }
  static std::string to_text(const void*, const Field&, const Viewer&) { return {}; }
  static bool absent(const void*) { return false; }
  static void schema(json::object& out, const Field&) {
    out["$ref"] = "#/components/schemas/" + std::string(T::fields().name());
  }
  static const Table* nested() { return &T::fields(); }
};

template <class T>
struct OptionalOps {
  static const CodecOps& inner() { return *codec_of<T>(); }
  static bool from_json(const json::value& v, void* out, const Field& f, const std::string& path, Input& in) {
    auto& o = as<std::optional<T>>(out);
    if (v.is_null()) { o.reset(); return true; }
    return inner().from_json(v, &o.emplace(), f, path, in);
  }
  static bool from_text(std::string_view t, void* out, const Field& f, const std::string& path, Input& in) {
    return inner().from_text(t, &as<std::optional<T>>(out).emplace(), f, path, in);
  }
  static void to_json(const void* p, const Field& f, const Viewer& viewer, std::string& out) {
    const auto& o = as<std::optional<T>>(p);
    if (o) inner().to_json(&*o, f, viewer, out);
    else out += "null";
  }
  static std::string to_text(const void* p, const Field& f, const Viewer& viewer) {
    const auto& o = as<std::optional<T>>(p);
    return o ? inner().to_text(&*o, f, viewer) : std::string();
  }
  static bool absent(const void* p) { return !as<std::optional<T>>(p); }
  static sql::Value to_sql(const void* p) {
    const auto& o = as<std::optional<T>>(p);
    return o ? inner().to_sql(&*o) : sql::Value();
  }
  static void from_sql(const sql::Rows& r, int c, void* out) {
    auto& o = as<std::optional<T>>(out);
    if (r.null(c)) o.reset();
    else inner().from_sql(r, c, &o.emplace());
  }
  static void from_sealed_text(std::string_view plain, void* out) {
    inner().from_sealed_text(plain, &as<std::optional<T>>(out).emplace());
  }
  static std::string to_sealed_text(const void* p) {
    const auto& o = as<std::optional<T>>(p);
    return o ? inner().to_sealed_text(&*o) : std::string();
  }
  static void schema(json::object& out, const Field& f) { inner().schema(out, f); }
  static const Table* nested() { return inner().nested(); }
};

// A list is stored as JSON text in its column (lists of structs are usually derived and have tables of their own).
template <class T>
struct ListOps {
  static bool from_json(const json::value& v, void* out, const Field& f, const std::string& path, Input& in) {
    if (!v.is_array()) return detail::type_error(f, path, in, "列表");
    const auto& array = v.get_array();
    auto& list = as<std::vector<T>>(out);
    list.clear();
    if (array.size() > f.chars_max) {
      in.add(f, path, std::string(f.label) + "最多 " + std::to_string(f.chars_max) + " 项。");
      return false;
    }
    list.resize(array.size());
    Field item = f;
    item.chars_max = 200;
    bool ok = true;
    for (std::size_t i = 0; i < array.size(); ++i) {
      T value{};
      ok = codec_of<T>()->from_json(array[i], &value, item, path + "." + std::to_string(i), in) && ok;
      list[i] = std::move(value);
    }
    return ok;
  }
  // Comma-separated, for query strings.
  static bool from_text(std::string_view t, void* out, const Field& f, const std::string& path, Input& in) {
    auto& list = as<std::vector<T>>(out);
    list.clear();
    while (!t.empty()) {
      const std::size_t comma = t.find(',');
      T value{};
      if (!codec_of<T>()->from_text(t.substr(0, comma), &value, f, path, in)) return false;
      list.push_back(std::move(value));
      if (list.size() > f.chars_max || comma == std::string_view::npos) break;
      t.remove_prefix(comma + 1);
    }
    return true;
  }
  static void to_json(const void* p, const Field& f, const Viewer& viewer, std::string& out) {
    out += '[';
    bool first = true;
    for (const T& item : as<std::vector<T>>(p)) {
      if (!first) out += ',';
      first = false;
      codec_of<T>()->to_json(&item, f, viewer, out);
    }
    out += ']';
  }
  static std::string to_text(const void* p, const Field& f, const Viewer& viewer) {
    std::string out;
    for (const T& item : as<std::vector<T>>(p)) {
      if (!out.empty()) out += "；";
      out += codec_of<T>()->to_text(&item, f, viewer);
    }
    return out;
  }
  static bool absent(const void* p) { return as<std::vector<T>>(p).empty(); }
  static sql::Value to_sql(const void* p) {
    std::string out;
    to_json(p, Field{}, Viewer::all(), out);
    return sql::to_value(std::move(out));
  }
  static void from_sql(const sql::Rows& r, int c, void* out) {
    auto& list = as<std::vector<T>>(out);
    list.clear();
    const std::string_view text = r.text(c);
    if (text.empty()) return;
    Field any;
    any.chars_max = std::numeric_limits<std::size_t>::max();
    Input ignored;
    from_json(json::parse(text), out, any, "", ignored);
  }
  static void schema(json::object& out, const Field& f) {
    out["type"] = "array";
    json::object items;
    codec_of<T>()->schema(items, f);
    out["items"] = std::move(items);
    out["maxItems"] = f.chars_max;
  }
  static const Table* nested() { return codec_of<T>()->nested(); }
};

template <class Ops>
constexpr CodecOps make_ops(bool always_sealed, bool storable) {
  CodecOps ops{};
  ops.from_json = &Ops::from_json;
  ops.from_text = &Ops::from_text;
  ops.to_json = &Ops::to_json;
  ops.to_text = &Ops::to_text;
  ops.absent = &Ops::absent;
  if constexpr (requires { &Ops::to_sql; }) {
    ops.to_sql = &Ops::to_sql;
    ops.from_sql = &Ops::from_sql;
  }
  if constexpr (requires { &Ops::from_sealed_text; }) {
    ops.from_sealed_text = &Ops::from_sealed_text;
    ops.to_sealed_text = &Ops::to_sealed_text;
  }
  ops.always_sealed = always_sealed;
  ops.storable = storable;
  ops.schema = &Ops::schema;
  ops.nested = &Ops::nested;
  return ops;
}

template <class T>
struct Codec {
  static constexpr CodecOps ops() {
    if constexpr (HasFields<T>) return make_ops<ObjectOps<T>>(false, false);
    else if constexpr (NamedEnum<T>) return make_ops<EnumOps<T>>(false, true);
    else return make_ops<ScalarOps<T>>(Secret<T>, true);
  }
};
template <class T>
struct Codec<std::optional<T>> {
  static constexpr CodecOps ops() {
    CodecOps ops = make_ops<OptionalOps<T>>(Secret<T>, !HasFields<T>);
    ops.nullable = true;
    return ops;
  }
};
template <class T>
struct Codec<std::vector<T>> {
  static constexpr CodecOps ops() { return make_ops<ListOps<T>>(false, !HasFields<T>); }
};

template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
// Every Id<Tag> has one layout, so one codec serves them all.
const CodecOps* id_codec();

template <class T>
const CodecOps* codec_of() {
  if constexpr (IsId<T>::value) {
    return id_codec();
  } else {
    static constexpr CodecOps ops = Codec<T>::ops();
    return &ops;
  }
}

// Compiled once, in codec.cpp.
#define YILIN_COMMON_CODECS(X)                                                                                     \
  X(bool) X(std::int32_t) X(std::int64_t) X(std::string) X(Fen) X(BasisPoints) X(Date) X(Month) X(Instant)         \
  X(RegionCode) X(CreditCode) X(IdCard) X(Phone) X(std::optional<std::int64_t>) X(std::optional<std::int32_t>)     \
  X(std::optional<std::string>) X(std::optional<bool>) X(std::optional<Date>) X(std::optional<Fen>)                \
  X(std::vector<std::string>) X(std::vector<std::int32_t>) X(std::vector<std::int64_t>)
#define YILIN_EXTERN_CODEC(...) extern template const CodecOps* codec_of<__VA_ARGS__>();
YILIN_COMMON_CODECS(YILIN_EXTERN_CODEC)
#undef YILIN_EXTERN_CODEC

}  // namespace yilin::entity
