#include "ocr/fields/surnames.h"

#include "ocr/fields/variants.h"

#include <algorithm>
#include <string>

namespace dossier::ocr {
namespace {

constexpr std::u32string_view single =
    U"赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    U"奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康"
    U"伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵"
    U"席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗"
    U"丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫"
    U"乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄"
    U"印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮"
    U"牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡"
    U"国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查"
    U"后荆红游竺权逯盖益桓公肖邸付代闫覃仝佟佘邝苟岳帅郄冼粟揭楚尉展迟奕年肇税苑哈岩植占粘操楼"
    U"芦涂铁旦初原亓矫降栗";

constexpr std::u32string_view pairs =
    U"万俟司马上官欧阳夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙"
    U"轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空端木百里呼延东郭南门西门南宫第五独孤拓跋纳兰";

} // namespace

bool begins_with_surname(std::u32string_view name)
{
    if (name.empty()) return false;
    const std::u32string plain = simplified(std::u32string(name.substr(0, 2)));
    if (single.find(plain.front()) != single.npos) return true;
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
        if (pairs.substr(i, 2) == plain) return true;
    }
    return false;
}

} // namespace dossier::ocr
