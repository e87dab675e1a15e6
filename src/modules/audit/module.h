#pragma once
#include "http/module.h"

namespace yilin::audit {
Module module();
}
