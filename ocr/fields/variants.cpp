#include "ocr/fields/variants.h"

#include "capture/utf8.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace dossier::ocr {
namespace {

/// Simplified, traditional, simplified, ... Pairs whose simplified form is also a traditional
/// character of its own (里, 范, 准) are left out.
constexpr std::u32string_view pairs =
    U"国國区區号號证證电電话話业業个個税稅务務资資职職联聯络絡类類种種机機关關签簽发發仅僅为為"
    U"状狀况況单單邮郵编編开開银銀账賬东東龙龍华華声聲内內实實贵貴规規办辦经經复復户戶动動传傳"
    U"长長当當与與对對时時这這无無应應权權续續变變记記计計设設语語门門问問间間阳陽际際陆陸随隨"
    U"页頁预預额額馆館马馬鸟鳥岁歲钱錢铁鐵难難书書义義乐樂买買亿億优優会會伟偉体體债債偿償儿兒"
    U"党黨兴興养養农農冲衝决決净淨减減凤鳳凭憑击擊创創别別刘劉则則剂劑剑劍剧劇劳勞势勢协協卖賣"
    U"卢盧卫衛厂廠厅廳历歷压壓厦廈县縣参參双雙叶葉听聽启啟员員响響团團园園围圍图圖圆圓圣聖场場"
    U"块塊坚堅坛壇墙牆处處备備够夠头頭奖獎妇婦妈媽孙孫学學宁寧宝寶审審宪憲宫宮宾賓寻尋导導寿壽"
    U"将將尔爾尽盡层層属屬岛島币幣师師帐帳带帶帮幫广廣庄莊库庫庆慶张張强強归歸录錄怀懷态態总總"
    U"恒恆戏戲战戰执執扩擴护護报報担擔择擇拥擁挂掛据據换換损損摄攝敌敵数數断斷旧舊显顯晓曉杂雜"
    U"条條来來杨楊极極枪槍柜櫃栋棟树樹样樣桥橋检檢楼樓欢歡欧歐残殘毕畢气氣汇匯汉漢汤湯沟溝没沒"
    U"泽澤洁潔浅淺测測济濟涛濤润潤涨漲渐漸温溫湾灣湿濕满滿滨濱滩灘灭滅灯燈灵靈炼煉烟煙热熱爱愛"
    U"牵牽犹猶独獨狱獄猎獵献獻环環现現珑瓏琼瓊产產画畫疗療盐鹽监監盖蓋盘盤矿礦码碼础礎确確礼禮"
    U"祸禍离離积積称稱稳穩穷窮窃竊竞競笔筆筑築简簡粮糧纪紀红紅级級纯純纳納纸紙线線练練组組细細"
    U"织織终終绍紹结結绝絕统統维維绿綠缴繳网網罗羅罚罰肃肅胜勝脑腦脚腳艺藝节節芜蕪苏蘇苹蘋荐薦"
    U"药藥莲蓮获獲营營萧蕭萨薩蓝藍虑慮虽雖补補装裝见見观觀视視览覽觉覺订訂认認议議许許论論访訪"
    U"评評识識诉訴词詞译譯试試诚誠详詳请請诸諸课課调調谢謝财財责責贤賢败敗货貨质質购購贯貫贸貿"
    U"费費赵趙车車转轉轮輪软軟轻輕载載较較辑輯输輸辽遼达達迁遷过過运運还還进進远遠连連迟遲适適"
    U"选選递遞逻邏遗遺邓鄧邻鄰郑鄭酱醬释釋鉴鑒针針钟鐘钢鋼铜銅锋鋒错錯键鍵镇鎮闭閉闻聞阅閱阵陣"
    U"阶階险險隐隱雾霧静靜韩韓顺順须須领領频頻题題颜顏风風飞飛饭飯饮飲驻駐验驗鱼魚鲁魯鲜鮮黄黃"
    U"齐齊";

const std::unordered_map<char32_t, char32_t>& by_traditional()
{
    static const auto map = [] {
        std::unordered_map<char32_t, char32_t> made;
        for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
            made.emplace(pairs[i + 1], pairs[i]);
        return made;
    }();
    return map;
}

bool is_only_simplified(char32_t character)
{
    static const auto set = [] {
        std::unordered_set<char32_t> made;
        for (std::size_t i = 0; i < pairs.size(); i += 2)
            made.insert(pairs[i]);
        return made;
    }();
    return set.contains(character);
}

} // namespace

char32_t simplified(char32_t character)
{
    const auto found = by_traditional().find(character);
    return found == by_traditional().end() ? character : found->second;
}

std::u32string simplified(std::u32string text)
{
    std::ranges::transform(text, text.begin(), [](char32_t c) { return simplified(c); });
    return text;
}

Hands count_hands(const std::vector<TextLine>& lines)
{
    Hands hands;
    for (const TextLine& line : lines) {
        for (const Symbol& symbol : line.symbols) {
            for (const char32_t point : capture::code_points(symbol.text)) {
                if (is_only_simplified(point)) ++hands.simplified;
                if (simplified(point) != point) ++hands.traditional;
            }
        }
    }
    return hands;
}

} // namespace dossier::ocr
