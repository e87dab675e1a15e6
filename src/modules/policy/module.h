#pragma once
#include "http/module.h"

namespace yilin::policies {
Module module();
}
