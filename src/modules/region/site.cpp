#include "modules/region/site.h"

#include "modules/region/region.h"

namespace yilin::region {

const entity::Table& Site::fields() {
  static const entity::Table table("Site", "站点", {
      entity::field<&Site::city>("city", "城市").required(),
      entity::field<&Site::region>("region", "区划").required(),
      entity::field<&Site::hotline>("hotline", "养老服务热线").required(),
      entity::field<&Site::demo>("demo", "演示数据").required(),
  });
  return table;
}

Site site(command::Reader& reader) {
  const auto tree = divisions(reader.kernel);
  Site out;
  out.region = tree->city();
  out.city = out.region.value ? std::string(tree->name(out.region)) : std::string();
  out.hotline = setting(reader.db, "hotline").value_or("12349");
  out.demo = demo(reader.kernel);
  return out;
}

}  // namespace yilin::region
